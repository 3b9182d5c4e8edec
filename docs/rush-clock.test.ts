import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rushClockChart } from './rush-clock.ts';

test('the chart in the document is what the clock rule draws', () => {
  const drawn = readFileSync(new URL('images/rush-clock.svg', import.meta.url), 'utf8');
  assert.equal(drawn, rushClockChart(), 'run: node --import tsx docs/rush-clock.ts');
});
