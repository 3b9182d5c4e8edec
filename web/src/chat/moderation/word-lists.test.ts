import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../../schema/limits.ts';
import { listsOf, typedOf } from './word-lists.ts';

const nothing = { mask: '', hold: '', refuse: '' };

test('words are typed one a line, and come back as they were kept', () => {
  const typed = { ...nothing, mask: ' foo \n\nbar\nfoo', refuse: '나쁜 말' };
  const read = listsOf(typed);
  assert.ok('lists' in read);
  assert.deepEqual(read.lists, [
    { action: 'mask', words: ['foo', 'bar'] },
    { action: 'refuse', words: ['나쁜 말'] },
  ]);
  assert.deepEqual(typedOf(read.lists), { mask: 'foo\nbar', hold: '', refuse: '나쁜 말' });
});

test('what is too much is said before it is sent', () => {
  const long = 'a'.repeat(limits.maxWordChars + 1);
  assert.deepEqual(listsOf({ ...nothing, hold: `ok\n${long}` }), { tooLong: long });
  const many = Array.from({ length: limits.maxRoomWords + 1 }, (_, n) => `w${n}`).join('\n');
  assert.deepEqual(listsOf({ ...nothing, hold: many }), { tooMany: true });
});
