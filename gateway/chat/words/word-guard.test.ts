import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WordList } from '../../../engine/words/patterns.ts';
import { limits } from '../../../schema/limits.ts';
import { poison } from './testing/mortal-thread.ts';
import { openWordGuard, type WordGuard, type WordGuardOptions, WordsUnavailable } from './word-guard.ts';

const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const other = '01JABCDEFGHJKMNPQRSTVWXYZ1';

const open = (options: Partial<WordGuardOptions> = {}): WordGuard =>
  openWordGuard({
    house: [],
    log: () => {},
    sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    ...options,
  });

async function withGuard(
  run: (guard: WordGuard) => Promise<void>,
  options: Partial<WordGuardOptions> = {},
): Promise<void> {
  const guard = open(options);
  try {
    await guard.ready;
    await run(guard);
  } finally {
    await guard.close();
  }
}

const actionOf = async (guard: WordGuard, text: string, room = lot) => (await guard.check(room, text)).action;

test('nothing is let through before the lists are built, nor after the end', async () => {
  const guard = open();
  await assert.rejects(guard.check(lot, 'hello'), WordsUnavailable);
  await guard.ready;
  assert.deepEqual(
    await guard.check(lot, 'a «시-발» word').then(({ action, masks }) => ({ action, masks })),
    {
      action: 'mask',
      masks: [[3, 6]],
    },
  );
  await guard.close();
  await assert.rejects(guard.check(lot, 'hello'), WordsUnavailable);
  await assert.rejects(guard.setRoom(lot, []), WordsUnavailable);
});

test('what was asked before the end is answered', () =>
  withGuard(async (guard) => {
    const answer = guard.check(lot, 'fuck');
    await guard.close();
    assert.equal((await answer).action, 'mask');
  }));

test('a room adds words of its own, live, and no other room has them', () =>
  withGuard(async (guard) => {
    assert.equal(await actionOf(guard, 'no b.a.n.a.n.a.s here'), 'none');
    await guard.setRoom(lot, [
      { action: 'hold', words: ['bananas'] },
      { action: 'refuse', words: ['사기꾼'] },
    ]);
    assert.equal(await actionOf(guard, 'no b.a.n.a.n.a.s here'), 'hold');
    assert.equal(await actionOf(guard, '이 사-기-꾼아, bananas'), 'refuse');
    assert.equal(await actionOf(guard, 'bananas', other), 'none');
    await guard.setRoom(lot, [{ action: 'mask', words: ['apples'] }]);
    assert.equal(await actionOf(guard, 'bananas'), 'none');
    assert.equal(await actionOf(guard, 'apples'), 'mask');
    guard.dropRoom(lot);
    assert.equal(await actionOf(guard, 'apples'), 'none');
  }));

test('lists beyond the limits are refused with a reason', () =>
  withGuard(async (guard) => {
    const tooMany = Array.from({ length: limits.maxRoomWords + 1 }, (_, n) => `word${n}`);
    const refused = (words: readonly string[], reason: RegExp) =>
      assert.rejects(guard.setRoom(lot, [{ action: 'mask', words }]), reason);
    await refused(tooMany, /2000 words of its own, not 2001/);
    await refused(['a'.repeat(limits.maxWordChars + 1)], /40 characters.*has 41/);
    await refused(['...'], /"\.\.\." has no letter or digit/);
    await guard.setRoom(lot, [{ action: 'mask', words: tooMany.slice(1) }]);
    assert.equal(await actionOf(guard, 'word1999'), 'mask');
  }));

test('lists are swapped without a gap: every question is answered, in order, by one list or the other', () =>
  withGuard(async (guard) => {
    await guard.setRoom(lot, [{ action: 'hold', words: ['bananas'] }]);
    const big = (word: string): WordList[] => [
      { action: 'refuse', words: [word, ...Array.from({ length: 5_000 }, (_, n) => `filler${n}`)] },
    ];
    const told: number[] = [];
    const seen: string[] = [];
    const answers: Promise<void>[] = [];
    let isSwapping = true;
    const swaps = guard
      .setHouse(big('apples'))
      .then(() => guard.setHouse(big('pears')))
      .finally(() => {
        isSwapping = false;
      });
    for (let n = 0; isSwapping; n++) {
      const number = n;
      answers.push(
        guard.check(lot, n % 3 === 0 ? 'bananas' : n % 3 === 1 ? 'apples' : 'pears').then(({ action }) => {
          told.push(number);
          if (number % 3 === 0) assert.equal(action, 'hold');
          else seen[number] = action;
        }),
      );
      if (n % 50 === 49) await answers[n - 40];
    }
    await swaps;
    await Promise.all(answers);
    assert.deepEqual(
      told,
      answers.map((_, n) => n),
    );
    const changes = (from: number) =>
      seen.filter((_, n) => n % 3 === from).filter((action, n, all) => n > 0 && all[n - 1] !== action);
    // Apples are blocked by the first of the new lists only, pears by the second and from then on.
    assert.deepEqual(changes(1).slice(0, 2), ['refuse', 'none'].slice(0, changes(1).length));
    assert.ok(changes(2).length <= 1);
    assert.equal(await actionOf(guard, 'pears'), 'refuse');
    assert.equal(await actionOf(guard, 'apples'), 'none');
    assert.equal(await actionOf(guard, 'bananas'), 'hold');
  }));

test('a thread that dies is replaced with all lists, and who waited is told to try again', async () => {
  const threadUrl = new URL('./testing/mortal-thread.ts', import.meta.url).href;
  await withGuard(
    async (guard) => {
      await guard.setRoom(lot, [{ action: 'hold', words: ['bananas'] }]);
      const fate = await Promise.allSettled([guard.check(lot, 'one'), guard.check(lot, poison)]);
      assert.deepEqual(
        fate.map(({ status }) => status),
        ['rejected', 'rejected'],
      );
      await assert.rejects(guard.check(lot, 'apples'), WordsUnavailable);
      // In force again once a thread has it.
      await guard.setRoom(other, [{ action: 'hold', words: ['pears'] }]);
      assert.equal(await actionOf(guard, 'apples'), 'refuse');
      assert.equal(await actionOf(guard, 'bananas'), 'hold');
      assert.equal(await actionOf(guard, 'pears', other), 'hold');
    },
    { threadUrl, house: [{ action: 'refuse', words: ['apples'] }] },
  );
});

test('more questions than can wait are refused', () =>
  withGuard(async (guard) => {
    const asked = Array.from({ length: limits.maxWordChecks + 1 }, () => guard.check(lot, 'hello'));
    const fate = await Promise.allSettled(asked);
    assert.equal(fate.filter(({ status }) => status === 'rejected').length, 1);
    assert.equal(fate.at(-1)?.status, 'rejected');
    assert.equal(await actionOf(guard, 'hello'), 'none');
  }));
