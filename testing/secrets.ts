import { secretVariableNames } from '../schema/config.ts';

/** Access tokens (or anything like them), and refresh tokens. */
const tokens = [/eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/, /\b[\w-]{22}\.[\w-]{43}\b/];

/** What a server with this environment must never print: its secrets, and the password in each address. */
function secretsIn(env: NodeJS.ProcessEnv): string[] {
  return secretVariableNames.flatMap((name) => {
    const value = env[name];
    if (!value) return [];
    if (!URL.canParse(value)) return [value];
    const { password } = new URL(value);
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
}

/** Throws if a server has printed a secret: one that it was configured with, or anybody's token. */
export function assertNoSecrets(output: string, env: NodeJS.ProcessEnv): void {
  const told = secretsIn(env).find((secret) => output.includes(secret));
  if (told !== undefined) throw new Error(`the server has printed a secret: ${told}`);
  for (const pattern of tokens) {
    const [token] = pattern.exec(output) ?? [];
    if (token !== undefined) throw new Error(`the server has printed a token: ${token}`);
  }
}
