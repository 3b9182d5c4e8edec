import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { type Claim, Conflict, Deposed, type Journal, type Tenure } from '../journal/journal.ts';
import { commitOf, type Entry } from './commit-of.ts';
import { holdsAsync } from './holds.ts';

const slots = [3, 5];
const actor = 'counter/a';

async function seqsOf(journal: Journal, name: string): Promise<number[]> {
  const events = await journal.history(name, 0, Number.MAX_SAFE_INTEGER, 10_000);
  return events.map(({ seq }) => seq);
}

const only = (slot: number, { owner, epochs }: Tenure): Tenure => ({
  owner,
  epochs: new Map([[slot, epochs.get(slot) as number]]),
});

const spans = ({ outages }: Claim) => outages.map(({ from, to }) => [from, to]);

const entries = (name: string, first: number, count: number): Entry[] =>
  Array.from({ length: count }, (_, n) => ({ actor: name, seq: first + n }));

/**
 * What every journal keeps, whatever it is made of. `open` gives a journal on the storage of one test that
 * all journals of that test share; the first call of a test gives an empty one.
 */
export function journalContract(store: (t: { after(work: () => unknown): void }) => Promise<() => Journal>) {
  test('a claim gives every slot an epoch, and the next claim a higher one', async (t) => {
    const open = await store(t);
    const first = await open().claim(slots, 'one', 1_000);
    assert.deepEqual([...first.epochs.keys()].sort(), slots);
    const second = await open().claim([5, 7], 'two', 1_000);
    assert.ok((second.epochs.get(5) as number) > (first.epochs.get(5) as number));
    assert.deepEqual([...second.epochs.keys()].sort(), [5, 7]);
  });

  test('a claim writes down the outage since the last sign of life, for the slots that had one', async (t) => {
    const open = await store(t);
    const journal = open();
    const claim = await journal.claim(slots, 'one', 1_000);
    assert.deepEqual(claim.outages, []);
    await journal.heartbeat(only(3, claim), 4_000);
    const next = await open().claim([3, 5, 7], 'two', 9_000);
    const found = next.outages.map(({ from, to, slots: lost }) => ({ from, to, lost: [...lost] }));
    found.sort((a, b) => a.from - b.from);
    assert.deepEqual(found, [
      { from: 1_000, to: 9_000, lost: [5] },
      { from: 4_000, to: 9_000, lost: [3] },
    ]);
  });

  test('a claim at the time of the last sign of life lost nothing', async (t) => {
    const open = await store(t);
    await open().claim(slots, 'one', 1_000);
    assert.deepEqual((await open().claim(slots, 'two', 1_000)).outages, []);
  });

  test('a sign of life that comes late does not set the slots back', async (t) => {
    const open = await store(t);
    const journal = open();
    const tenure = await journal.claim(slots, 'one', 1_000);
    await journal.heartbeat(tenure, 5_000);
    await journal.heartbeat(tenure, 4_000);
    assert.deepEqual(spans(await open().claim(slots, 'two', 6_000)), [[5_000, 6_000]]);
  });

  test('an outage ends with a sign of life, so that no claim counts it again', async (t) => {
    const open = await store(t);
    const journal = open();
    const tenure = await journal.claim(slots, 'one', 1_000);
    await journal.recordOutage(tenure, 2_000, 3_000);
    await journal.heartbeat(tenure, 2_500);
    const expected = [
      [2_000, 3_000],
      [3_000, 7_000],
    ];
    assert.deepEqual(spans(await open().claim(slots, 'two', 7_000)), expected);
  });

  test('an outage that is written down again is the same one, and lasts as long as the longest attempt says', async (t) => {
    const open = await store(t);
    const journal = open();
    const tenure = await journal.claim(slots, 'one', 1_000);
    const outageId = await journal.recordOutage(tenure, 2_000, 3_000);
    // The last of these was sent before the others and arrives after them.
    for (const to of [3_000, 4_000, 3_500]) {
      assert.equal(await journal.recordOutage(tenure, 2_000, to), outageId);
    }
    const next = await journal.recordOutage(tenure, 4_000, 5_000);
    assert.ok(next > outageId);
    const again = await open().claim(slots, 'two', 5_000);
    assert.deepEqual(again.outages, [
      { outageId, from: 2_000, to: 4_000, slots: new Set(slots) },
      { outageId: next, from: 4_000, to: 5_000, slots: new Set(slots) },
    ]);
    // Another owner's outage is another one, even if it begins at the same time.
    assert.ok((await journal.recordOutage(again, 4_000, 6_000)) > next);
  });

  test('outages are told with their ids, oldest first, as long as an auction may still run', async (t) => {
    const open = await store(t);
    const journal = open();
    const tenure = await journal.claim(slots, 'one', 1_000);
    const early = await journal.recordOutage(only(3, tenure), 2_000, 3_000);
    const late = await journal.recordOutage(tenure, 5_000, 6_000);
    await journal.recordOutage(await journal.claim([9], 'one', 1_000), 5_000, 6_000);
    assert.ok(late > early);
    const told = (await open().claim(slots, 'two', 1_000)).outages;
    assert.deepEqual(told, [
      { outageId: early, from: 2_000, to: 3_000, slots: new Set([3]) },
      { outageId: late, from: 5_000, to: 6_000, slots: new Set([3, 5]) },
    ]);
    const { outages } = await open().claim(slots, 'three', 3_000 + limits.maxDurationMs);
    assert.deepEqual(
      outages.filter(({ outageId }) => outageId <= late).map(({ outageId }) => outageId),
      [late],
    );
  });

  test('what was appended is there, in order, each event as it was', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    await journal.append(commitOf(epochs, [...entries(actor, 1, 3), ...entries('counter/b', 1, 1)]));
    await journal.append(commitOf(epochs, entries(actor, 4, 2)));
    const history = await journal.history(actor, 0, 100, 100);
    assert.deepEqual(
      history,
      entries(actor, 1, 5).map(({ seq }) => ({
        seq,
        epoch: epochs.get(3),
        event: { type: 'added', at: 0 },
      })),
    );
    assert.deepEqual(await seqsOf(journal, 'counter/b'), [1]);
    assert.deepEqual(await seqsOf(journal, 'counter/nobody'), []);
  });

  test('a taken place refuses the whole commit', async (t) => {
    const open = await store(t);
    const journal = open();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    await journal.append(
      commitOf(epochs, entries(actor, 1, 2), { heads: [{ actor, seq: 2, deadline: 5_000 }] }),
    );
    await journal.append(commitOf(epochs, entries(actor, 3, 1)));
    // Somebody knows of the first commit and not of the second.
    const clash = commitOf(epochs, [...entries('counter/b', 1, 2), ...entries(actor, 3, 2)], {
      heads: [
        { actor, seq: 4, deadline: 9_000 },
        { actor: 'counter/b', seq: 2, deadline: 9_000 },
      ],
      checkpoints: [{ actor, seq: 4, state: { lost: true } }],
    });
    await assert.rejects(journal.append(clash), Conflict);
    assert.deepEqual(await seqsOf(journal, actor), [1, 2, 3]);
    assert.deepEqual(await seqsOf(journal, 'counter/b'), []);
    assert.deepEqual(await journal.awaiting(slots), [{ actor, deadline: 5_000 }]);
    assert.equal((await journal.load([actor])).get(actor)?.checkpoint, null);
    // And the journal goes on as if nothing had happened.
    await journal.append(commitOf(epochs, entries(actor, 4, 1)));
    assert.deepEqual(await seqsOf(journal, actor), [1, 2, 3, 4]);
  });

  test('a deposed owner can write nothing, even if only one of its slots is gone', async (t) => {
    const open = await store(t);
    const journal = open();
    const tenure = await journal.claim(slots, 'one', 1_000);
    await open().claim([5], 'two', 1_000);
    const late = commitOf(tenure.epochs, entries(actor, 1, 1), {
      heads: [{ actor, seq: 1, deadline: 5_000 }],
      checkpoints: [{ actor, seq: 1, state: {} }],
    });
    await assert.rejects(journal.append(late), Deposed);
    await assert.rejects(journal.heartbeat(tenure, 2_000), Deposed);
    assert.deepEqual(await seqsOf(journal, actor), []);
    assert.deepEqual(await journal.awaiting(slots), []);
    assert.equal((await journal.load([actor])).get(actor)?.checkpoint ?? null, null);
  });

  test('once the epochs are renewed, nothing of before them lands any more, and the owner goes on', async (t) => {
    const open = await store(t);
    const journal = open();
    const before = await journal.claim(slots, 'one', 1_000);
    await journal.append(commitOf(before.epochs, entries(actor, 1, 1)));
    const epochs = await journal.renew(before);
    assert.deepEqual([...epochs.keys()].sort(), slots);
    for (const slot of slots) assert.ok((epochs.get(slot) as number) > (before.epochs.get(slot) as number));
    await assert.rejects(journal.append(commitOf(before.epochs, entries(actor, 2, 1))), Deposed);
    // An owner that does not know whether it has renewed them signs life and tries again all the same.
    await journal.heartbeat(before, 2_000);
    const again = await journal.renew(before);
    await assert.rejects(journal.append(commitOf(epochs, entries(actor, 2, 1))), Deposed);
    await journal.append(commitOf(again, entries(actor, 2, 1)));
    assert.deepEqual(await seqsOf(journal, actor), [1, 2]);
  });

  test('a deposed owner renews nothing, even if only one of its slots is gone', async (t) => {
    const open = await store(t);
    const journal = open();
    const old = await journal.claim(slots, 'one', 1_000);
    const young = await open().claim([5], 'two', 1_000);
    await assert.rejects(journal.renew(old), Deposed);
    await journal.append(commitOf(young.epochs, [{ actor: 'counter/b', seq: 1 }]));
    await journal.append(commitOf(only(3, old).epochs, entries(actor, 1, 1)));
    assert.deepEqual(await seqsOf(journal, actor), [1]);
  });

  test('a deposed owner writes down no outage, and signs no life with it', async (t) => {
    const open = await store(t);
    const journal = open();
    const tenure = await journal.claim(slots, 'one', 1_000);
    await open().claim([5], 'two', 1_000);
    await assert.rejects(journal.recordOutage(tenure, 2_000, 3_000), Deposed);
    assert.deepEqual(spans(await open().claim(slots, 'three', 4_000)), [[1_000, 4_000]]);
  });

  test('a deposed owner whose place is taken as well learns that it is deposed', async (t) => {
    const open = await store(t);
    const [old, young] = [open(), open()];
    const { epochs } = await old.claim(slots, 'one', 1_000);
    const { epochs: newer } = await young.claim(slots, 'two', 1_000);
    await young.append(commitOf(newer, entries(actor, 1, 1)));
    await assert.rejects(old.append(commitOf(epochs, entries(actor, 1, 1))), Deposed);
  });

  test('a slot that was never claimed belongs to nobody', async (t) => {
    const journal = (await store(t))();
    const nobody = { owner: 'one', epochs: new Map([[3, 1]]) };
    await assert.rejects(journal.append(commitOf(nobody.epochs, entries(actor, 1, 1))), Deposed);
    await assert.rejects(journal.heartbeat(nobody, 1_000), Deposed);
    await assert.rejects(journal.renew(nobody), Deposed);
    await assert.rejects(journal.recordOutage(nobody, 1_000, 2_000), Deposed);
  });

  test('the newest head counts, and only actors with a deadline in these slots wait', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    const heads = [
      { actor: 'counter/a', seq: 1, deadline: 5_000 },
      { actor: 'counter/b', seq: 1, deadline: null },
      { actor: 'counter/c', seq: 1, deadline: 2 ** 45 },
      { actor: 'counter/d', seq: 1, deadline: 7_000, slot: 9 },
    ];
    await journal.append(commitOf(epochs, entries('counter/a', 1, 1), { heads }));
    const waiting = async () =>
      new Map((await journal.awaiting(slots)).map((row) => [row.actor, row.deadline]));
    assert.deepEqual(
      await waiting(),
      new Map([
        ['counter/a', 5_000],
        ['counter/c', 2 ** 45],
      ]),
    );
    const next = [
      { actor: 'counter/a', seq: 2, deadline: null },
      { actor: 'counter/b', seq: 2, deadline: 6_000 },
    ];
    await journal.append(commitOf(epochs, entries('counter/a', 2, 1), { heads: next }));
    assert.deepEqual(
      await waiting(),
      new Map([
        ['counter/c', 2 ** 45],
        ['counter/b', 6_000],
      ]),
    );
  });

  test('loading gives the newest checkpoint and what came after it', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    const state = { price: 2 ** 40, names: ['ㄱ', '"\\'], nothing: null };
    await journal.append(commitOf(epochs, entries(actor, 1, 4)));
    await journal.append(
      commitOf(epochs, entries(actor, 5, 1), { checkpoints: [{ actor, seq: 5, state: { old: 1 } }] }),
    );
    await journal.append(commitOf(epochs, entries(actor, 6, 2), { checkpoints: [{ actor, seq: 7, state }] }));
    await journal.append(commitOf(epochs, [...entries(actor, 8, 3), ...entries('counter/b', 1, 2)]));
    const loaded = await journal.load([actor, 'counter/b', 'counter/nobody']);
    assert.deepEqual(loaded.get(actor)?.checkpoint, { seq: 7, state });
    assert.deepEqual(
      loaded.get(actor)?.events.map(({ seq }) => seq),
      [8, 9, 10],
    );
    assert.equal(loaded.get('counter/b')?.checkpoint, null);
    assert.deepEqual(
      loaded.get('counter/b')?.events.map(({ seq }) => seq),
      [1, 2],
    );
    assert.deepEqual(loaded.get('counter/nobody'), { headSeq: 0, checkpoint: null, events: [] });
  });

  test('heads may follow their events with a later commit, and loading tells how far they are', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    const head = (seq: number) => ({ heads: [{ actor, seq, deadline: 5_000 + seq }] });
    const headSeq = async () => (await journal.load([actor])).get(actor)?.headSeq;
    await journal.append(commitOf(epochs, entries(actor, 1, 1), head(1)));
    await journal.append(commitOf(epochs, entries(actor, 2, 3)));
    assert.equal(await headSeq(), 1);
    assert.deepEqual(await journal.awaiting(slots), [{ actor, deadline: 5_001 }]);
    await journal.append(commitOf(epochs, [], head(4)));
    assert.equal(await headSeq(), 4);
    assert.deepEqual(await journal.awaiting(slots), [{ actor, deadline: 5_004 }]);
    assert.deepEqual(await seqsOf(journal, actor), [1, 2, 3, 4]);
  });

  test('a range of the history has its bounds where they were asked for', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    for (const [first, count] of [
      [1, 5],
      [6, 1],
      [7, 6],
    ] as const) {
      await journal.append(commitOf(epochs, entries(actor, first, count)));
    }
    await holdsAsync(
      fc.record({ after: fc.nat(14), upTo: fc.nat(14), limit: fc.integer({ min: 1, max: 14 }) }),
      async ({ after, upTo, limit }) => {
        const seqs = (await journal.history(actor, after, upTo, limit)).map(({ seq }) => seq);
        const all = entries(actor, 1, 12).map(({ seq }) => seq);
        assert.deepEqual(seqs, all.filter((seq) => seq > after && seq <= upTo).slice(0, limit));
      },
    );
  });

  test('any text comes back as it went in: quotes, line ends, signs of every language, very long ones', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    let seq = 0;
    const keeps = async (text: string) => {
      const event = { type: 'noted', at: 0, text };
      seq++;
      await journal.append(
        commitOf(epochs, [{ actor, seq, event }], {
          checkpoints: [{ actor, seq: seq - 1, state: { text } }],
        }),
      );
      const loaded = (await journal.load([actor])).get(actor);
      assert.deepEqual(loaded?.checkpoint?.state, { text });
      assert.deepEqual(loaded?.events, [{ seq, epoch: epochs.get(3), event }]);
    };
    await keeps(`{"}',\\'null\r\n\t\u0000\u0007 한국어 👩‍👩‍👧 \ud800 \u2028`);
    await keeps('가'.repeat(500_000));
    await holdsAsync(fc.string({ unit: 'binary-ascii' }), keeps, 20);
    await holdsAsync(fc.string({ unit: 'grapheme', maxLength: 50 }), keeps, 20);
  });

  test('whoever does not own the slots any more can not load by its tenure', async (t) => {
    const journal = (await store(t))();
    const first = await journal.claim(slots, 'one', 1_000);
    await journal.append(commitOf(first.epochs, [{ actor, seq: 1 }]));
    assert.equal((await journal.load([actor], first)).get(actor)?.events.length, 1);
    const second = await journal.claim(slots, 'two', 2_000);
    await assert.rejects(journal.load([actor], first), Deposed);
    assert.equal((await journal.load([actor], second)).get(actor)?.events.length, 1);
    assert.equal((await journal.load([actor])).get(actor)?.events.length, 1);
  });

  test('commits of many actors at once stay apart', async (t) => {
    const journal = (await store(t))();
    const { epochs } = await journal.claim(slots, 'one', 1_000);
    const names = Array.from({ length: 300 }, (_, n) => `counter/${n}`);
    const rows = (first: number) =>
      names.flatMap((name, n) =>
        [1, 2, 3].slice(0, 1 + (n % 3)).map((k) => ({ actor: name, seq: first + k })),
      );
    await journal.append(commitOf(epochs, rows(0)));
    const loaded = await journal.load(names);
    for (const [n, name] of names.entries()) assert.equal(loaded.get(name)?.events.length, 1 + (n % 3));
  });
}
