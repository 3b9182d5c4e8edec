import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';

const module = new URL('./one-at-a-time.mjs', import.meta.url).href;

/** A program that says when it has its turn, and keeps it until something comes in or it is killed. */
function start() {
  const code = `
    import { oneAtATime } from '${module}';
    await oneAtATime(async () => {
      process.stdout.write('in');
      await new Promise((resolve) => process.stdin.once('data', resolve));
    });
    process.exit();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return { child, isIn: once(child.stdout, 'data'), ended: once(child, 'exit') };
}

describe('set-up', () => {
  it('is done by one program at a time, also after one of them was killed at it', async () => {
    const waiting = Array.from({ length: 4 }, start);
    let turns = 0;
    while (waiting.length > 0) {
      const first = await Promise.race(waiting.map((one) => one.isIn.then(() => one)));
      waiting.splice(waiting.indexOf(first), 1);
      let next = false;
      const others = waiting.map(({ isIn }) => isIn.then(() => (next = true)));
      // Long enough for the others to look again; were they let in, they would say so by then.
      await new Promise((resolve) => setTimeout(resolve, 250));
      assert.ok(!next, 'another one was let in as well');
      if (turns++ % 2 === 0) first.child.kill('SIGKILL');
      else first.child.stdin.write('go on');
      await first.ended;
      if (others.length > 0) await Promise.race(others);
    }
    assert.equal(turns, 4);
  });
});
