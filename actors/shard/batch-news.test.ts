import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newsSeparator } from '../lane/messages.ts';
import { counter } from '../testing/counter.ts';
import { Batch } from './batch.ts';
import { Cell } from './cell.ts';

test('news that were not told to anybody are not counted among those that were', () => {
  const batch = new Batch();
  const cell = new Cell('counter/a', counter);
  batch.tell(cell, 10, 'a');
  batch.tell(cell, 11, 'b');
  assert.deepEqual(batch.news.get(cell), { first: 10, last: 11, before: `a${newsSeparator}`, newest: 'b' });
  // Nobody watched at 12.
  batch.tell(cell, 13, 'd');
  assert.deepEqual(batch.news.get(cell), { first: 13, last: 13, before: '', newest: 'd' });
});
