import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PublicEvent } from '../../schema/auction/public.ts';
import { HammerLog } from './hammer-log.ts';

const moved = (endsAt: number) => ({ type: 'resumed', at: 0, set: { endsAt } }) as unknown as PublicEvent;
const sold = (at: number) => ({ type: 'sold', at, set: {} }) as unknown as PublicEvent;

test('a hammer is measured by the end as it was moved, which stays known', () => {
  const log = new HammerLog();
  log.expect('kept', 1_000);
  log.expect('late', 1_000);
  log.expect('late', 1_000);
  log.event('late', moved(1_400));
  log.event('kept', sold(1_004));
  log.event('late', sold(1_402));
  assert.deepEqual([log.endOf('kept'), log.endOf('late'), log.endOf('other')], [1_000, 1_400, undefined]);
  const { moved: movedCount, early, missing, decided } = log.report();
  assert.deepEqual([movedCount, early, missing, decided.count], [1, 0, 0, 2]);
  assert.ok(decided.maxMs < 5);
});

test('a lot without a running clock has no end', () => {
  const log = new HammerLog();
  log.expect('paused', null);
  assert.deepEqual([log.endOf('paused'), log.report().missing], [undefined, 0]);
});
