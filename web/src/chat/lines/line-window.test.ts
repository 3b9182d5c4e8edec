import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { around, atEnd, earlier, held, later, mostLines, shownOf } from './line-window.ts';

const linesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ key: `m${first + n}` }));

test('at the end, what comes is shown; held, it is not', () => {
  const lines = linesFrom(0, 200);
  const more = linesFrom(0, 260);
  assert.equal(shownOf(more, atEnd).end, 260);
  assert.equal(shownOf(more, held(atEnd, lines)).end, 200);
});

test('however one scrolls, there are never too many lines, and every line can be come to', () => {
  const move = fc.constantFrom('earlier', 'later', 'held', 'said', 'older', 'around');
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), fc.integer({ min: 0, max: 900 }), (moves, count) => {
      let lines = linesFrom(5_000, count);
      let window = atEnd;
      for (const one of moves) {
        if (one === 'earlier') window = earlier(window, lines);
        if (one === 'later') window = later(window, lines);
        if (one === 'held') window = held(window, lines);
        if (one === 'around' && lines[7]) window = around(lines[7].key, lines);
        if (one === 'said') lines = [...lines, { key: `m${6_000 + lines.length}` }];
        if (one === 'older') lines = [...linesFrom(5_000 - lines.length - 50, 50), ...lines];
        const { start, end } = shownOf(lines, window);
        assert.ok(end - start <= mostLines);
        assert.ok(start >= 0 && end <= lines.length && (lines.length === 0 || end > start));
      }
      for (let n = 0; n < 100 && shownOf(lines, window).start > 0; n++) window = earlier(window, lines);
      assert.equal(shownOf(lines, window).start, 0);
      for (let n = 0; n < 100 && window.last !== null; n++) window = later(window, lines);
      assert.equal(shownOf(lines, window).end, lines.length);
    }),
  );
});

test('what is shown moves on in steps that overlap', () => {
  const lines = linesFrom(0, 900);
  for (let window = atEnd, start = 900; start > 0; ) {
    const next = earlier(window, lines);
    const [before, after] = [shownOf(lines, window), shownOf(lines, next)];
    assert.ok(after.start < before.start && after.end > before.start);
    window = next;
    start = after.start;
  }
});
