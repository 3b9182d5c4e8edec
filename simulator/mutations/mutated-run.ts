import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Mutation, mutationVariable } from './mutation.ts';

export interface MutatedResult {
  /** Seeds that were run, the failing one included. */
  readonly seeds: number;
  /** The sentence of the first promise that did not hold; null if all seeds passed. */
  readonly caughtBy: string | null;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const register = new URL('./register.mjs', import.meta.url).href;

/** Runs the simulator in a process of its own whose source is mutated in memory, up to the first seed that fails. */
export async function runMutated(
  mutation: Mutation,
  firstSeed: number,
  seeds: number,
): Promise<MutatedResult> {
  const flags = ['--seed', String(firstSeed), '--seeds', String(seeds), '--stop', '--json'];
  const program = spawn(process.execPath, ['--import', register, '--import', 'tsx', main, ...flags], {
    env: { ...process.env, [mutationVariable]: JSON.stringify(mutation) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  program.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  program.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const code = await new Promise((resolve) => program.on('close', resolve));
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`${mutation.name}: exit ${code}\n${errors}`);
  const { seeds: ran, failed } = JSON.parse(last) as { seeds: number; failed: { invariant: string }[] };
  return { seeds: ran, caughtBy: failed[0]?.invariant ?? null };
}
