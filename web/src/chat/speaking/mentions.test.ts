import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitting, mentionedIn, typedMention, withMention } from './mentions.ts';

const people = [
  { id: 1, name: '김미나' },
  { id: 2, name: 'Mina' },
  { id: 3, name: 'Jasmin of the Vases' },
];

test('a mention is typed after an @ that begins a word', () => {
  assert.deepEqual(typedMention('hi @mi', 6), { from: 3, query: 'mi' });
  assert.deepEqual(typedMention('@', 1), { from: 0, query: '' });
  assert.deepEqual(typedMention('@Jasmin of', 10), { from: 0, query: 'Jasmin of' });
  assert.equal(typedMention('ann@example', 11), null);
  assert.equal(typedMention('@ mina', 6), null);
  assert.deepEqual(typedMention('@mina later', 3), { from: 0, query: 'mi' }, 'the caret counts');
});

test('names that begin like it come first, whatever their case', () => {
  assert.deepEqual(
    fitting(people, 'MIN', 5).map(({ id }) => id),
    [2, 3],
  );
  assert.deepEqual(
    fitting(people, '김', 5).map(({ id }) => id),
    [1],
  );
  assert.equal(fitting(people, '', 2).length, 2);
});

test('the name takes the place of what was typed of it', () => {
  const done = withMention('hi @mi there', { from: 3, query: 'mi' }, 'Mina');
  assert.deepEqual(done, { text: 'hi @Mina there', caret: 9 });
  assert.deepEqual(withMention('@', { from: 0, query: '' }, 'Mina'), { text: '@Mina ', caret: 6 });
});

test('who was chosen and then deleted from the text is not mentioned', () => {
  assert.deepEqual(mentionedIn('look @Mina', [...people, ...people], 5), [2]);
  assert.deepEqual(mentionedIn('@김미나 @Mina @Jasmin of the Vases', people, 2), [1, 2]);
});
