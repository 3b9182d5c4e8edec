import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expectedMilestones, seedsForMilestones } from './expected-milestones.ts';
import { nothingOmitted } from './plan.ts';
import { runSeed, type TraceLine } from './seed-run.ts';

/** With SIMULATOR_SEED set, the seeds from there on are run. */
const firstSeed = Number(process.env.SIMULATOR_SEED ?? 1);

it(`${seedsForMilestones} seeds keep every promise, and come through every state that matters`, async (t) => {
  const { code, output } = await simulate('--seeds', String(seedsForMilestones), '--seed', String(firstSeed));
  assert.equal(code, 0, output);
  const { seeds, steps, stepsPerSecond, milestones } = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
  t.diagnostic(`${steps} steps, ${stepsPerSecond} a second`);
  assert.equal(seeds, seedsForMilestones);
  assert.deepEqual(
    expectedMilestones.filter((name) => !(milestones[name] > 0)),
    [],
  );
});

/** In a process of its own, for in a test promises are tracked, which takes half of the speed. */
async function simulate(...flags: string[]): Promise<{ code: number | null; output: string }> {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, '--json', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

it('a seed runs the same way every time', async () => {
  const traceOf = async (seed: number): Promise<TraceLine[]> => {
    const trace: TraceLine[] = [];
    await runSeed(seed, nothingOmitted, (line) => trace.push(line));
    return trace;
  };
  for (let seed = firstSeed; seed < firstSeed + 5; seed++) {
    assert.deepEqual(await traceOf(seed), await traceOf(seed));
  }
});
