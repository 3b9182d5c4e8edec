import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { limits } from '../../../schema/limits.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { followHouseWords, readHouseWords } from './house-words-file.ts';

const path = join(await temporaryFolder({ after }), 'words.json');

/** What reading a file with this content says of each mistake, after the file's name. */
function problemsOf(content: unknown): string[] {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const read = readHouseWords(path);
  assert.ok('problems' in read);
  return read.problems.map((problem) => {
    assert.ok(problem.startsWith(`CHAT_WORDS_FILE ${path}: `));
    return problem.slice(`CHAT_WORDS_FILE ${path}: `.length);
  });
}

test('a file gives its lists', () => {
  writeFileSync(
    path,
    '[{"action":"hold","words":["쿠폰","free money"],"except":["쿠폰함"]},{"action":"mask","words":[]}]',
  );
  assert.deepEqual(readHouseWords(path), {
    lists: [
      { action: 'hold', words: ['쿠폰', 'free money'], except: ['쿠폰함'] },
      { action: 'mask', words: [], except: [] },
    ],
  });
});

test('each mistake has one message that says where it is', () => {
  assert.deepEqual(
    problemsOf([
      { action: 'delete', words: ['word', '...', 'a'.repeat(limits.maxWordChars + 1), 7] },
      { action: 'mask' },
      { action: 'hold', words: [], exempt: [] },
    ]),
    [
      '[0].action must be mask, hold or refuse',
      '[0].words[1] must have a letter or a digit',
      '[0].words[2] must have at most 40 characters',
      '[0].words[3] must be text',
      '[1].words must be an array of words',
      '[2] Unrecognized key: "exempt"',
    ],
  );
  assert.deepEqual(problemsOf({}), ['it must be an array of {"action", "words", "except"?}']);
  assert.match(problemsOf('[{')[0] as string, /^is no JSON: /);
  const manyMistakes = problemsOf([{ action: 'mask', words: Array(30).fill('-') }]);
  assert.deepEqual([manyMistakes.length, manyMistakes.at(-1)], [21, 'and 10 more mistakes']);
});

test('there are limits, and a file that is not there is said to be so', () => {
  const words = Array.from({ length: limits.maxHouseWords + 1 }, (_, n) => `w${n}`);
  assert.deepEqual(problemsOf([{ action: 'mask', words }]), ['has 100001 words; 100000 are possible']);
  assert.match(problemsOf(' '.repeat(limits.maxWordsFileBytes + 1))[0] as string, /^is larger than/);
  const nowhere = readHouseWords(`${path}.not`);
  assert.match('problems' in nowhere ? (nowhere.problems[0] as string) : '', /no such file/);
});

test('a change of the file is noticed', async () => {
  writeFileSync(path, '[]');
  const changes = new EventTarget();
  const unfollow = followHouseWords(path, () => changes.dispatchEvent(new Event('change')));
  // The first look has to be over before there is something to compare with; rewriting goes on until one is seen.
  const rewriting = setInterval(() => writeFileSync(path, '[ ]'), 200);
  await once(changes, 'change');
  clearInterval(rewriting);
  unfollow();
});
