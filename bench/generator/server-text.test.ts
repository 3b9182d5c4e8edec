import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { BytePattern } from './byte-pattern.ts';
import {
  bidIdIn,
  bidSeqsIn,
  codeIn,
  firstEventAtIn,
  kindOfText,
  lotIn,
  minimumIn,
  seqIn,
  textKinds,
} from './server-text.ts';

const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';

/** What an abridged bid leaves out. */
const standing = (points: number, id: number) => ({
  minimumPoints: points,
  incrementPoints: 1,
  leader: { id, paddle: 1 },
  bidCount: 1,
  endsAt: 1,
});

/** A message somewhere inside a larger read buffer. */
function placed(message: unknown, padding = '{"seq":1'): [Uint8Array, number, number] {
  const text = JSON.stringify(message);
  return [Buffer.from(`${padding}${text}${padding}`), padding.length, padding.length + text.length];
}

describe('byte pattern', () => {
  it('finds what indexOf finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(letters, pattern, fc.nat(10), (text, wanted, from) => {
        const found = text.indexOf(wanted, from);
        const end = new BytePattern(wanted).endIn(Buffer.from(text), from, text.length);
        assert.equal(end, found < 0 ? -1 : found + wanted.length);
      }),
    );
  });

  it('does not look past the end', () => {
    assert.equal(new BytePattern('seq').endIn(Buffer.from('__seq'), 0, 4), -1);
  });
});

describe('text of the server', () => {
  it('reads an accepted bid', () => {
    const message: ServerMessage = {
      type: 'bidAccepted',
      lot,
      bidId: 1_750_000_000_123_456,
      seq: 17,
      pricePoints: 5,
      leading: true,
    };
    const place = placed(message);
    assert.equal(kindOfText(...place), textKinds.accepted);
    assert.equal(bidIdIn(...place), message.bidId);
    assert.equal(seqIn(...place), 17);
    assert.equal(lotIn(...place), lot);
  });

  it('reads a refused bid', () => {
    const message: ServerMessage = {
      type: 'bidRefused',
      lot,
      bidId: 9,
      code: 'too_low',
      minimumPoints: 1_001,
      retry: false,
    };
    const place = placed(message);
    assert.equal(kindOfText(...place), textKinds.refused);
    assert.equal(codeIn(...place), 'too_low');
    assert.equal(minimumIn(...place), 1_001);
    assert.equal(minimumIn(...placed({ ...message, minimumPoints: undefined })), 0);
  });

  it('reads the positions of bids, however short they are, and leaves other events to the parser', () => {
    const whole = fc.oneof(fc.nat(12), fc.nat(2 ** 40));
    const bid = fc.record({
      seq: whole,
      points: whole,
      id: whole,
      isOpen: fc.boolean(),
      isFirst: fc.boolean(),
      isAbridged: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(bid, { maxLength: 20 }), (bids) => {
        const events = bids.map(({ seq, points, id, isOpen, isFirst, isAbridged }) => ({
          seq,
          type: 'bid',
          at: 1_795_312_800_000,
          set: {
            pricePoints: points,
            ...(isFirst ? { bidderCount: 1 } : {}),
            ...(isAbridged ? {} : standing(points, id)),
          },
          by: { id, paddle: 1 },
          ...(isOpen ? { amountPoints: points } : {}),
          cutMs: 0,
        }));
        const place = placed({ type: 'events', lot, epoch: 'e', events, serverNow: 1 });
        assert.equal(kindOfText(...place), textKinds.events);
        const read: number[] = [];
        assert.equal(bidSeqsIn(...place, read), bids.length);
        assert.deepEqual(
          read,
          bids.map(({ seq }) => seq),
        );
      }),
    );
    for (const event of [
      { seq: 1, type: 'sold', at: 1 },
      { seq: 1, at: 1, type: 'bid' },
    ]) {
      assert.equal(bidSeqsIn(...placed({ type: 'events', lot, events: [event] }), []), -1);
    }
  });

  it('reads when the first event was decided', () => {
    const events = [7, 8].map((at) => ({ seq: at, type: 'bid', at, set: { endsAt: 9 } }));
    assert.equal(firstEventAtIn(...placed({ type: 'events', lot, epoch: 'e', events, serverNow: 10 })), 7);
    assert.equal(firstEventAtIn(...placed({ type: 'events', lot, epoch: 'e', events: [] })), 0);
  });

  it('knows an echo, and calls all else other', () => {
    assert.equal(kindOfText(...placed({ type: 'bid', lot, bidId: 1, amount: 1 })), textKinds.echo);
    for (const message of [{ type: 'time' }, { type: 'bidding' }, { lot, type: 'events' }, {}]) {
      assert.equal(kindOfText(...placed(message)), textKinds.other);
    }
  });
});
