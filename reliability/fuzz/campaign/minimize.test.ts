import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Failure, failed } from '../failure.ts';
import { contentOf, type FuzzCase } from '../fuzz-case.ts';
import { minimize } from './minimize.ts';

const caseOf = (...texts: string[]): FuzzCase => ({
  target: 'ws',
  about: 'a test',
  role: 'nobody',
  isSound: true,
  pieces: texts.map((text) => ({ text })),
});

const breaks = failed('discreet', 'seen');

/** A server that breaks a promise when it is sent a word. */
const breaksAt =
  (word: string) =>
  async (cases: readonly FuzzCase[]): Promise<Failure | null> =>
    cases.some(({ pieces }) => pieces.some((piece) => contentOf(piece).includes(word))) ? breaks : null;

test('what has nothing to do with a failure is left out', async () => {
  const others = Array.from({ length: 20 }, (_, n) => caseOf(`first ${n}`, `second ${n}`));
  const bad = caseOf('harmless', `${'x'.repeat(500)}POISON${'y'.repeat(500)}`, 'harmless too');
  const result = await minimize([...others, bad, ...others], breaks, breaksAt('POISON'), 200);
  assert.equal(result?.cases.length, 1);
  const [only] = result?.cases ?? [];
  assert.equal(only?.pieces.length, 1);
  const [piece] = only?.pieces ?? [];
  const content = piece === undefined ? '' : contentOf(piece);
  assert.ok(content.includes('POISON') && content.length < 40, content);
});

test('a failure that does not come again is told so', async () => {
  assert.equal(await minimize([caseOf('a')], breaks, async () => null, 10), null);
});

test('another failure is not taken for the one that is looked for', async () => {
  const attempt = async (cases: readonly FuzzCase[]) =>
    cases.length === 2 ? breaks : failed('lives', 'another matter');
  const result = await minimize([caseOf('a'), caseOf('b')], breaks, attempt, 50);
  assert.equal(result?.cases.length, 2);
});

test('no more attempts are made than are allowed', async () => {
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    return breaks;
  };
  await minimize(
    Array.from({ length: 64 }, () => caseOf('abc'.repeat(100))),
    breaks,
    attempt,
    5,
  );
  assert.equal(attempts, 5);
});
