import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; when Lotcast does, the embedded server runs as this user of the system. */
const userName = 'lotcast';

/** Starts programs, and owns files, as the user that the embedded server runs as. */
export interface PostgresUser {
  /** What to spawn so that `program` runs as this user. */
  commandFor(program: string, args: readonly string[]): { command: string; args: string[] };
  /** Hands a folder with all that is in it to this user. */
  own(folder: string): Promise<void>;
}

const sameUser: PostgresUser = {
  commandFor: (program, args) => ({ command: program, args: [...args] }),
  own: async () => {},
};

/**
 * The user for an embedded server that uses these folders: whoever runs this process, or for root a user of
 * the system, made on first use and told through `onCreated`. Throws with advice where that is impossible.
 */
export async function postgresUser(
  folders: readonly string[],
  onCreated: (name: string) => void,
): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return sameUser;

  const { uid, gid } = (await idsOf(userName)) ?? (await createUser(onCreated));
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  // A checkout below a folder that only root may enter (/root itself) is reached by this capability;
  // without the secure bit, access(2), which PostgreSQL asks, would not count it.
  const passage = [
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  const options = (await isOpenToOthers(folders)) ? identity : [...identity, ...passage];
  return {
    commandFor: (program, args) => ({ command: 'setpriv', args: [...options, program, ...args] }),
    own: async (folder) => {
      if ((await stat(folder)).uid === uid) return;
      await chown(folder, uid, gid);
      await run('chown', ['--recursive', `${uid}:${gid}`, folder]);
    },
  };
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function createUser(onCreated: (name: string) => void): Promise<{ uid: number; gid: number }> {
  try {
    const noLogin = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
    await run('useradd', ['--system', '--user-group', ...noLogin, userName]);
  } catch (cause) {
    throw new Error(
      `PostgreSQL does not run as root, and the user ${userName} for it could not be created. ` +
        'Run Lotcast as an ordinary user, or set DATABASE_URL.',
      { cause },
    );
  }
  onCreated(userName);
  const ids = await idsOf(userName);
  if (!ids) throw new Error(`The user ${userName} was created but can't be found.`);
  return ids;
}

/** Whether any user may enter these folders and all above them. */
async function isOpenToOthers(folders: readonly string[]): Promise<boolean> {
  const onTheWay = new Set(folders.flatMap(withParents));
  const modes = await Promise.all([...onTheWay].map(async (folder) => (await stat(folder)).mode));
  return modes.every((mode) => (mode & 0o001) !== 0);
}

function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}
