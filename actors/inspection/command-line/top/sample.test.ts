import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ActorView, ShardView } from '../../../shard/inspect.ts';
import { topLines } from './lines.ts';
import { compare } from './sample.ts';

const actor = (name: string, decided: number): ActorView => ({
  actor: name,
  condition: 'ready',
  status: 'live',
  seq: decided,
  mailbox: 0,
  watched: false,
  decided,
  deadline: null,
});

const none = { bounds: [], counts: [0], sum: 0 };

const shard = (decided: number, actors: number, hottest: ActorView[]): ShardView => ({
  actors,
  byStatus: { ready: actors },
  waitingCommands: 0,
  longestMailbox: 0,
  deadlines: 0,
  down: false,
  measures: {
    decided,
    refused: 0,
    commits: decided / 10,
    failedCommits: 0,
    events: decided,
    batchEventsP50: 10,
    commitP50Ms: 2,
    commitP99Ms: 9,
    ticks: 0,
    latenessP99Ms: 0,
    latenessMaxMs: 0,
    buckets: { batchEvents: none, commitMs: none, latenessMs: none },
  },
  hottest,
  heapBytes: 1_048_576,
  busyMs: 0,
});

describe('two looks at the shards', () => {
  it('give rates per second, and the hottest of the moment', () => {
    const earlier = { at: 1_000, shards: [shard(1_000, 2, [actor('a/old', 900), actor('a/new', 100)])] };
    const later = { at: 3_000, shards: [shard(1_400, 2, [actor('a/old', 900), actor('a/new', 500)])] };
    const sample = compare(earlier, later);
    assert.equal(sample.overMs, 2_000);
    assert.equal(sample.shards[0]?.decidedPerSecond, 200);
    assert.equal(sample.shards[0]?.commitsPerSecond, 20);
    assert.deepEqual(
      sample.hottest.map(({ actor: name, commandsPerSecond }) => [name, commandsPerSecond]),
      [
        ['a/new', 200],
        ['a/old', 0],
      ],
    );
    assert.doesNotMatch(topLines(sample, 10).join('\n'), /a\/old/, 'one that rests is among the hottest');
  });

  it('count only what is certain of an actor that was not among the hottest before', () => {
    const earlier = { at: 0, shards: [shard(0, 5, [actor('a/1', 900), actor('a/2', 100)])] };
    const later = { at: 1_000, shards: [shard(0, 5, [actor('a/1', 900), actor('a/3', 150)])] };
    assert.equal(compare(earlier, later).hottest[0]?.commandsPerSecond, 50);
    const all = { at: 0, shards: [shard(0, 2, [actor('a/1', 900), actor('a/2', 100)])] };
    assert.equal(compare(all, later).hottest[0]?.commandsPerSecond, 150);
  });

  it('give no rates at the first look, nor of a shard that was replaced', () => {
    const now = { at: 1_000, shards: [shard(50, 1, [actor('a/1', 50)]), null] };
    const first = compare(null, now);
    assert.equal(first.shards[0]?.decidedPerSecond, null);
    assert.equal(first.hottest[0]?.commandsPerSecond, null);
    const replaced = compare({ at: 0, shards: [shard(900, 1, [actor('a/1', 900)]), null] }, now);
    assert.equal(replaced.shards[0]?.decidedPerSecond, null);
    assert.match(topLines(replaced, 10).join('\n'), /^ +1 .*being replaced$/m);
  });
});
