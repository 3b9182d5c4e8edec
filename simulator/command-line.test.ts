import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Arguments, readArguments } from './command-line.ts';
import { nothingOmitted, type Omissible } from './plan.ts';
import { replayCommand } from './shrink.ts';

const read = (line: string): Arguments => readArguments(line.split(' ').filter(Boolean)) as Arguments;

describe("the simulator's command line", () => {
  it('runs a hundred seeds from a fresh one on by itself', () => {
    const { seeds, firstSeed, timeLimitMs } = read('');
    assert.deepEqual(
      { seeds, firstSeed, timeLimitMs },
      { seeds: 100, firstSeed: null, timeLimitMs: Infinity },
    );
  });

  it('runs for as long as it is told, however many seeds that is', () => {
    const { seeds, timeLimitMs } = read('--minutes 0.5');
    assert.deepEqual({ seeds, timeLimitMs }, { seeds: Infinity, timeLimitMs: 30_000 });
  });

  it('reads back the command that replays a run', () => {
    const without = new Set<Omissible>(['crash', 'lost']);
    for (const omissions of [nothingOmitted, { without, maxLots: 1, maxBidders: 2 }]) {
      const command = replayCommand({ seed: 7, omissions });
      const given = read(command.replace('npm run -s simulate -- ', ''));
      assert.deepEqual(given.omissions, omissions);
      assert.deepEqual([given.firstSeed, given.seeds], [7, 1]);
    }
  });

  it('says what is wrong', () => {
    assert.throws(() => read('--seeds 0'), /--seeds is a positive whole number, not "0"/);
    assert.throws(() => read('--seed x'), /--seed is a positive whole number/);
    assert.throws(() => read('--minutes -1'), /argument is ambiguous|positive number/);
    assert.throws(() => read('--without rain'), /--without knows crash, .*, not "rain"/);
    assert.throws(() => read('--rain'), /rain/);
  });
});
