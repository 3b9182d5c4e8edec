import { spawn } from 'node:child_process';
import { mutatedSource } from './mutated-source.ts';
import type { Mutation } from './mutation.ts';

export interface MutatedResult {
  /** Seeds that were run, the failing one included. */
  readonly seeds: number;
  /** The sentence of the first promise that did not hold; null if all seeds passed. */
  readonly caughtBy: string | null;
}

/** Runs the simulator in a process of its own whose source is mutated in memory, up to the first seed that fails. */
export async function runMutated(
  mutation: Mutation,
  firstSeed: number,
  seeds: number,
): Promise<MutatedResult> {
  const source = await mutatedSource(mutation);
  const args = ['--input-type=module', '-', String(firstSeed), String(seeds)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(source);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${mutation.name}: exit ${code}\n${errors}`);
  return JSON.parse(output) as MutatedResult;
}
