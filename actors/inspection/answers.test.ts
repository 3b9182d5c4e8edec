import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Kysely } from 'kysely';
import { ulid } from 'ulid';
import { answerCodes } from '../../schema/codes.ts';
import { auctionActor } from '../../schema/ids.ts';
import type { Tables } from '../../schema/tables.ts';
import { shardOfSlot, slotOf } from '../slots.ts';
import { answers, answerTo } from './command-line/client.ts';
import type { DeadRow, ErrorCode } from './protocol.ts';
import { bid, startAuction, tell } from './testing/auctions.ts';
import { runActors } from './testing/running-actors.ts';

describe('inspection of auctions in PostgreSQL', async () => {
  const { path, lanes, ...running } = await runActors({ after }, 'postgres');
  const db = running.db as Kysely<Tables>;
  const show = (actor: string) => answerTo(path, { request: 'show', actor });
  const replay = (actor: string, to: number) => answerTo(path, { request: 'replay', actor, to });
  const fails = (work: Promise<unknown>, code: ErrorCode, message: RegExp) =>
    assert.rejects(work, { name: 'InspectionError', code, message });

  /** Stops an auction by a command that is none, and gives the row that this leaves. */
  async function halt(actor: string): Promise<DeadRow> {
    const { code } = await lanes.command(actor, null);
    assert.equal(answerCodes[code], 'halted');
    // The row is written beside the answer.
    for (;;) {
      const { dead } = await answerTo(path, { request: 'dead', limit: 1 });
      if (dead[0]?.actor === actor) return dead[0];
    }
  }

  it('top counts what each shard does', async () => {
    const before = await answerTo(path, { request: 'top', hottest: 3 });
    const actor = auctionActor(await startAuction(lanes));
    const later = await answerTo(path, { request: 'top', hottest: 1_000 });
    const shard = shardOfSlot(slotOf(actor), 2);
    const [was, is] = [before.shards[shard]?.measures, later.shards[shard]?.measures];
    assert.equal((is?.decided ?? 0) - (was?.decided ?? 0), 3);
    assert.equal((is?.events ?? 0) - (was?.events ?? 0), 3);
    const hot = later.shards[shard]?.hottest.find((view) => view.actor === actor);
    assert.equal(hot?.decided, 3);
    assert.equal(hot?.status, 'live');
    assert.ok(Math.abs(later.at - Date.now()) < 60_000);
  });

  it('actors lists those with a prefix by name, and says whether there are more', async () => {
    const lots = [await startAuction(lanes), await startAuction(lanes), await startAuction(lanes)];
    const listed = await answerTo(path, { request: 'actors', prefix: 'auction/', limit: 10_000 });
    const names = listed.actors.map(({ actor }) => actor);
    assert.deepEqual(names, [...names].sort());
    for (const lot of lots) assert.ok(names.includes(auctionActor(lot)));
    assert.equal(listed.hasMore, false);

    const [lot] = lots as [string];
    const one = await answerTo(path, { request: 'actors', prefix: auctionActor(lot), limit: 1 });
    assert.equal(one.actors.length, 1);
    assert.equal(one.actors[0]?.seq, 3);
    assert.equal(one.hasMore, false);
    const cut = await answerTo(path, { request: 'actors', prefix: 'auction/', limit: 2 });
    assert.deepEqual(
      cut.actors.map(({ actor }) => actor),
      names.slice(0, 2),
    );
    assert.equal(cut.hasMore, true);
  });

  it('replay gives the state of each moment as it was lived through', async () => {
    const lot = await startAuction(lanes);
    const actor = auctionActor(lot);
    const lived = [await show(actor)];
    for (const command of [
      bid(8, 1, 30_000),
      bid(7, 2, 60_000),
      { type: 'pause', by: 1, reason: 'a word' },
    ] as const) {
      await tell(lanes, lot, command);
      lived.push(await show(actor));
    }
    assert.deepEqual(
      lived.map(({ seq, source, condition }) => [seq, source, condition]),
      [3, 4, 5, 6].map((seq) => [seq, 'memory', 'ready']),
    );
    for (const { seq, state, deadline, status, lastEvent } of lived) {
      const replayed = await replay(actor, seq);
      assert.deepEqual(replayed.state, state);
      assert.equal(replayed.deadline, deadline);
      assert.equal(replayed.status, status);
      assert.equal(replayed.event?.seq, seq);
      assert.deepEqual(replayed.event?.event, lastEvent);
      assert.equal(replayed.lastSeq, 6);
    }
    const first = await replay(actor, 0);
    assert.deepEqual([first.event, first.status], [null, 'draft']);
    await fails(replay(actor, 7), 'no_such_seq', /The newest event of .* is 6; there is no 7 yet/);
  });

  it('replay goes through a long history page by page', async () => {
    const lot = await startAuction(lanes);
    for (let n = 2; n <= 300; n++) await tell(lanes, lot, bid(7, n, 50_000 + n));
    const replayed = await replay(auctionActor(lot), 302);
    assert.deepEqual(replayed.state, (await show(auctionActor(lot))).state);
    assert.equal((replayed.state as { leaderMaxPoints: number }).leaderMaxPoints, 50_300);
  });

  it('an actor that is not in memory is rebuilt from the journal', async () => {
    const lot = await startAuction(lanes);
    const live = await show(auctionActor(lot));
    // The same story under a name that no shard has ever heard.
    const actor = auctionActor(ulid());
    await db
      .insertInto('events')
      .columns(['actor', 'seq', 'epoch', 'data'])
      .expression((from) =>
        from
          .selectFrom('events')
          .select((e) => [e.val(actor).as('actor'), 'seq', 'epoch', 'data'])
          .where('actor', '=', auctionActor(lot)),
      )
      .execute();
    const stored = await show(actor);
    assert.equal(stored.condition, 'stored');
    assert.equal(stored.source, 'journal');
    for (const key of ['state', 'lastEvent', 'seq', 'status', 'deadline'] as const) {
      assert.deepEqual(stored[key], live[key], key);
    }
  });

  it('a journal that can’t be replayed is told with the event', async () => {
    const lot = await startAuction(lanes);
    const from = auctionActor(lot);
    const actor = auctionActor(ulid());
    const [first] = await db.selectFrom('events').selectAll().where('actor', '=', from).limit(1).execute();
    assert.ok(first);
    await db
      .insertInto('events')
      .values([
        { ...first, actor, seq: 1 },
        { ...first, actor, seq: 2, data: 'null' },
      ])
      .execute();
    await fails(replay(actor, 2), 'unsound', /^Event 2 of .* can't be applied: TypeError/);
    assert.equal((await replay(actor, 1)).status, 'draft');
    const shown = await show(actor);
    assert.match(shown.problem ?? '', /^Event 2 of .* can't be applied/);
    assert.equal(shown.source, null);

    await db.deleteFrom('events').where('actor', '=', from).where('seq', '=', 2).execute();
    await fails(replay(from, 3), 'unsound', /^Event 2 of .* can't be applied: it is missing/);
  });

  it('replay begins with the checkpoint where what was before it was deleted for its age', async () => {
    const actor = auctionActor(await startAuction(lanes));
    const [early, late] = [await replay(actor, 2), await replay(actor, 3)];
    await db
      .insertInto('checkpoints')
      .values({ actor, seq: 2, state: JSON.stringify(early.state) })
      .execute();
    await db.deleteFrom('events').where('actor', '=', actor).where('seq', '<=', 2).execute();
    assert.deepEqual(await replay(actor, 3), late);
    assert.deepEqual((await replay(actor, 2)).state, early.state);
    await fails(replay(actor, 1), 'unsound', /Event 1 of .* was deleted for its age/);
    await db.deleteFrom('checkpoints').where('actor', '=', actor).execute();
    await fails(replay(actor, 3), 'unsound', /Event 1 of .* it is missing/);
  });

  it('tail gives the last ten events, then new ones, those included that watchers never see', async () => {
    const lot = await startAuction(lanes);
    for (let n = 2; n <= 12; n++) await tell(lanes, lot, bid(7, n, 50_000 + n));
    const seen: [seq: number, type: string][] = [];
    for await (const { seq, event } of answers(path, { request: 'tail', actor: auctionActor(lot) })) {
      seen.push([seq, event.type]);
      if (seq === 14) await tell(lanes, lot, { type: 'pause', by: 1, reason: '' });
      if (seq === 15) await tell(lanes, lot, { type: 'resume', by: 1 });
      if (seq === 16) break;
    }
    const private9 = Array.from({ length: 10 }, (_, n) => [n + 5, 'maxRaised']);
    assert.deepEqual(seen, [...private9, [15, 'paused'], [16, 'resumed']]);
  });

  it('a command that an actor could not decide is kept, and the actor can be revived', async () => {
    const lot = await startAuction(lanes);
    const actor = auctionActor(lot);
    const { state } = await show(actor);
    const dead = await halt(actor);
    assert.equal(dead.command, null);
    assert.equal(dead.seq, 3);
    assert.match(dead.error, /^TypeError/);

    const halted = await show(actor);
    assert.equal(halted.condition, 'halted');
    assert.equal(halted.haltedBy, dead.error);
    assert.equal(halted.source, 'journal');
    assert.deepEqual(halted.state, state);

    const revived = await answerTo(path, { request: 'revive', actor });
    assert.deepEqual(revived, { actor, condition: 'ready', seq: 3, haltedBy: null });
    await tell(lanes, lot, bid(8, 1, 60_000));
    const twice = answerTo(path, { request: 'revive', actor });
    await fails(twice, 'not_halted', /is ready, not halted: there is nothing to revive/);
  });

  it('an actor that can’t be rebuilt is halted again when it is revived', async () => {
    const lot = await startAuction(lanes);
    const actor = auctionActor(lot);
    await halt(actor);
    await db
      .updateTable('events')
      .set({ data: 'null' })
      .where('actor', '=', actor)
      .where('seq', '=', 3)
      .execute();
    const revived = await answerTo(path, { request: 'revive', actor });
    assert.equal(revived.condition, 'halted');
    assert.match(revived.haltedBy ?? '', /TypeError/);
  });

  it('an actor that never was is unknown to every request', async () => {
    const actor = auctionActor(ulid());
    await fails(show(actor), 'unknown_actor', /^There is no actor /);
    await fails(replay(actor, 0), 'unknown_actor', /^There is no actor /);
    await fails(answerTo(path, { request: 'tail', actor }), 'unknown_actor', /^There is no actor /);
    await fails(answerTo(path, { request: 'revive', actor }), 'unknown_actor', /^There is no actor /);
  });
});

describe('inspection of auctions whose journal is in memory', async () => {
  const { path, lanes } = await runActors({ after }, 'memory');

  it('shows what is in memory', async () => {
    const actor = auctionActor(await startAuction(lanes));
    const shown = await answerTo(path, { request: 'show', actor });
    assert.deepEqual([shown.seq, shown.status, shown.source], [3, 'live', 'memory']);
  });

  it('says that there is no journal to read', async () => {
    const actor = auctionActor(await startAuction(lanes));
    for (const request of [
      { request: 'replay', actor, to: 1 },
      { request: 'tail', actor },
      { request: 'dead', limit: 1 },
    ] as const) {
      await assert.rejects(answerTo(path, request), { code: 'no_journal', message: /JOURNAL=memory/ });
    }
    await lanes.command(actor, null);
    const halted = await answerTo(path, { request: 'show', actor });
    assert.equal(halted.condition, 'halted');
    assert.match(halted.problem ?? '', /JOURNAL=memory/);
    assert.equal((await answerTo(path, { request: 'revive', actor })).condition, 'ready');
  });
});
