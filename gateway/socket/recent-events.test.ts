import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { newsSeparator } from '../../actors/lane/messages.ts';
import { RecentEvents } from './recent-events.ts';

interface Piece {
  readonly first: number;
  readonly last: number;
  readonly texts: readonly string[];
}

/** Pieces of events one behind the other, short ones and ones that fill a page, in one script or another. */
const pieces = fc
  .tuple(
    fc.nat(1_000),
    fc.array(
      fc.array(fc.tuple(fc.constantFrom('a', 'é', '가', '😀'), fc.nat(700)), { minLength: 1, maxLength: 4 }),
      {
        minLength: 1,
        maxLength: 60,
      },
    ),
  )
  .map(([from, all]) => {
    let next = from;
    return all.map((events): Piece => {
      const first = next;
      next += events.length;
      const texts = events.map(
        ([letter, count], n) => `{"seq":${first + n},"text":"${letter.repeat(count)}"}`,
      );
      return { first, last: next - 1, texts };
    });
  });

describe('RecentEvents', () => {
  it('gives exactly what follows a position, as long as all of it is kept', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 50 }), (all, mostEvents) => {
        const recent = new RecentEvents(mostEvents);
        const from = (all[0] as Piece).first;
        let kept: Piece[] = [];
        for (const piece of all) {
          recent.add(piece.first, piece.last, piece.texts.join(newsSeparator));
          kept.push(piece);
          const first = () => (kept[0] as Piece).first;
          while (kept.length > 1 && piece.last - first() + 1 > mostEvents) kept = kept.slice(1);
          for (let seq = from - 2; seq <= piece.last + 1; seq++) {
            const texts = kept.flatMap((one) => one.texts).slice(Math.max(0, seq + 1 - first()));
            const isKnown = seq + 1 >= first() && seq < piece.last;
            assert.equal(recent.after(seq), isKnown ? texts.join(newsSeparator) : null);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('begins anew', () => {
    const recent = new RecentEvents(10);
    recent.add(1, 2, `"one"${newsSeparator}"two"`);
    recent.clear();
    assert.equal(recent.after(1), null);
    recent.add(7, 7, '"seven"');
    assert.deepEqual([recent.after(1), recent.after(6), recent.after(7)], [null, '"seven"', null]);
  });
});
