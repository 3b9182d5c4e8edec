import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventLine } from './event.ts';
import { field } from './field.ts';
import { grouped, perSecond } from './number.ts';
import { left, right, table } from './table.ts';
import { duration, localTime, relativeTime } from './time.ts';
import { tree } from './tree.ts';
import { visible, visibleJson } from './visible.ts';

describe('what a terminal shows', () => {
  it('aligns the columns of a table', () => {
    assert.deepEqual(
      table(
        [left('A'), right('COUNT'), left('LAST')],
        [
          ['long name', '7', 'x'],
          ['b', '1,234,567', ''],
        ],
      ),
      ['A              COUNT  LAST', 'long name          7  x', 'b          1,234,567'],
    );
  });

  it('groups digits', () => {
    assert.deepEqual([0, 999, 1_000, 12_345_678, -1_234, 1_234.5].map(grouped), [
      '0',
      '999',
      '1,000',
      '12,345,678',
      '-1,234',
      '1,235',
    ]);
    assert.deepEqual([null, 0, 3.15159, 99.94, 12_345.6].map(perSecond), [
      '-',
      '0.0',
      '3.2',
      '99.9',
      '12,346',
    ]);
  });

  it('writes a moment so that it can be read back', () => {
    for (const ms of [0, 1_751_328_000_123, Date.now()]) {
      assert.equal(Date.parse(localTime(ms)), ms);
      assert.match(localTime(ms), /\.\d{3}[+-]\d\d:\d\d$/);
    }
  });

  it('writes lengths of time as exactly as they are of interest', () => {
    assert.deepEqual(
      [0, 12_345, 59_949, 59_960, 3_599_000, 3_600_000, 100_000_000, 400_000_000, -4_000].map(duration),
      [
        '0 ms',
        '12.3 s',
        '59.9 s',
        '1 min 0 s',
        '59 min 59 s',
        '1 h 0 min',
        '27 h 47 min',
        '4 d 15 h',
        '-4.0 s',
      ],
    );
    assert.equal(relativeTime(13_000, 1_000), 'in 12.0 s');
    assert.equal(relativeTime(1_000, 13_000), '12.0 s ago');
  });

  it('reads what a value is from its name', () => {
    assert.equal(field('leaderMaxPoints', 1_234_567, 0), '1,234,567');
    assert.equal(field('remainingMs', 12_300, 0), '12.3 s');
    assert.match(field('endsAt', 1_751_328_012_300, 1_751_328_000_000), /\(in 12\.3 s\)$/);
    assert.equal(field('streamLostAt', null, 0), 'null');
    assert.equal(field('runningSince', 0, 0), '0');
    assert.equal(field('bidId', 1_751_328_012_300, 0), '1751328012300');
    assert.equal(field('reason', 'a word', 0), 'a word');
  });

  it('writes an event as one line', () => {
    const event = { type: 'resumed', at: 1_751_328_000_000, endsAt: 1_751_328_004_000 };
    assert.match(eventLine({ seq: 12, epoch: 1, event }), / {2}#12 {2}resumed {2}endsAt=.* \(in 4\.0 s\)$/);
  });

  it('writes data as a tree, and cuts long lists', () => {
    const list = Array.from({ length: 12 }, (_, n) => [n, { paddle: n }]);
    const lines = tree({ phase: 'live', clock: { rule: 'rush' }, none: [], bidders: list }, 0);
    assert.deepEqual(lines.slice(0, 5), [
      '  phase    live',
      '  clock',
      '    rule  rush',
      '  none     []',
      '  bidders',
    ]);
    assert.deepEqual(lines.slice(-2), ['    [9,{"paddle":9}]', '    … and 2 more']);
  });

  it('spells hidden characters out, and JSON stays the same data', () => {
    const text = 'a\u001b[2J\u009b\u202eb\u{e0001}경매 😀';
    assert.equal(visible(text), 'a\\u{1b}[2J\\u{9b}\\u{202e}b\\u{e0001}경매 😀');
    assert.doesNotMatch(visibleJson({ text }), /[\p{Cc}\p{Cf}]/u);
    assert.deepEqual(JSON.parse(visibleJson({ text })), { text });
  });
});
