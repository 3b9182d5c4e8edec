import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Bench } from '../../bench.ts';
import { takeSample } from './sample.ts';
import { startSalesroom } from './start-salesroom.ts';

const bench = new Bench();
after(() => bench.cleanUp());

const rostrums = 6;
const plan = {
  rostrums,
  bidders: 4 * rostrums,
  bidsPerSecond: 60,
  leastBiddingMs: 3_000,
  mostBiddingMs: 5_000,
};
const timeoutMs = 120_000;

it('lots are sold one after the other before a coming and going, and all that was acknowledged is found once', async () => {
  const setup = await bench.setUpLotcast({ tellsMemory: true, servesMetrics: true });
  const lotcast = await bench.startLotcast(setup);
  const room = startSalesroom(bench.children);
  const { url, target } = lotcast;
  await room.open({ ...plan, url, target });
  const giveUpAtMs = performance.now() + timeoutMs;
  for (let hammers = 0; hammers <= rostrums && performance.now() < giveUpAtMs; await pause(100)) {
    hammers += (await room.look()).hammers;
  }
  const sample = await takeSample(lotcast, room, 1, true);
  const { faults, ...counts } = await room.close();
  assert.deepEqual(faults, {});
  assert.equal(counts.checkedBids, counts.acceptedBids);
  for (const name of ['acceptedBids', 'retries', 'visits', 'recovered', 'reads'] as const) {
    assert.ok(counts[name] > 0, name);
  }
  assert.ok(counts.lots > rostrums);
  for (const [name, value] of Object.entries(sample))
    assert.ok(Number.isFinite(value), `${name} is ${value}`);
  for (const name of [
    'serverMiB',
    'keptMiB',
    'postgresMiB',
    'serverFiles',
    'serverThreads',
    'actors',
  ] as const) {
    assert.ok((sample[name] ?? 0) > 0, name);
  }
});
