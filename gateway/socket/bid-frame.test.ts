import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { readBidFrame } from './bid-frame.ts';
import { isBid } from './bids.ts';

const lots = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
const bidIds = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const points = fc.integer({ min: 1, max: limits.maxPoints });
const bids = fc
  .tuple(
    lots,
    bidIds,
    fc.oneof(
      points.map((amount) => ({ amount })),
      points.map((max) => ({ max })),
    ),
    fc.constantFrom({}, { confirm: true }, { confirm: false }),
  )
  .map(([lot, bidId, sum, confirm]) => ({ type: 'bid', lot, bidId, ...sum, ...confirm }));

/** What JSON and the schema say of the same bytes. */
function slowly(bytes: Buffer): unknown {
  try {
    const message = JSON.parse(bytes.toString());
    return message?.type === 'bid' && isBid(message) ? message : null;
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the short way to read a bid', () => {
  it('reads every bid as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(bids, fc.oneof(lots, fc.constantFrom('', 'same', 'nearly')), (bid, last) => {
        const nearly = `${bid.lot.slice(0, -1)}${bid.lot.endsWith('0') ? '1' : '0'}`;
        const lastLot = last === 'same' ? bid.lot : last === 'nearly' ? nearly : last;
        assert.deepEqual(fieldsOf(readBidFrame(Buffer.from(JSON.stringify(bid)), lastLot)), bid);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads nothing that JSON and the schema would read otherwise, whatever was done to the bytes', () => {
    const changes = fc.array(
      fc.tuple(
        fc.constantFrom('set', 'cut', 'add'),
        fc.nat(140),
        fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0123456789"{}:,ILOU .-e'))),
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(bids, changes, fc.boolean(), (bid, done, isSameLot) => {
        const bytes = [...Buffer.from(JSON.stringify(bid))];
        for (const [how, where, byte] of done) {
          const place = where % bytes.length;
          if (how === 'set') bytes[place] = byte;
          else if (how === 'cut') bytes.splice(place, 1);
          else bytes.splice(place, 0, byte);
        }
        const frame = Buffer.from(bytes);
        const read = readBidFrame(frame, isSameLot ? bid.lot : '');
        if (read !== null) assert.deepEqual(fieldsOf(read), slowly(frame), frame.toString());
      }),
      { numRuns: 20_000 },
    );
  });

  it('leaves to JSON what is written in another way', () => {
    const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
    for (const text of [
      '',
      '{}',
      `{"type":"bid","lot":"${lot}"`,
      `{"type":"bid","lot":"${lot}","bidId":1,"amount":1`,
      `{"type":"bid","lot":"${lot}","bidId":01,"amount":1}`,
      `{"type":"bid","lot":"${lot}","bidId":1,"amount":1} `,
      `{"type":"bid","lot":"${lot}","bidId":1,"amount":${limits.maxPoints + 1}}`,
      `{"type":"bid","lot":"${lot}","bidId":9007199254740992,"amount":1}`,
      `{"type":"bid","lot":"${lot}","bidId":9007199254740993,"amount":1}`,
      `{"type":"bid","lot":"${lot}","bidId":10000000000000000,"amount":1}`,
      `{"type":"bid","lot":"${lot}","amount":1,"bidId":1}`,
      `{"type":"bid","lot":"8${lot.slice(1)}","bidId":1,"amount":1}`,
    ]) {
      assert.equal(readBidFrame(Buffer.from(text), ''), null, text);
      assert.equal(readBidFrame(Buffer.from(text), lot), null, text);
    }
  });
});
