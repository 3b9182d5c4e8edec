import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf, counterOf, messageText, quietCode, speakerOf, strangeCode, toldIn } from './message-text.ts';

const speaker = fc.integer({ min: 0, max: 9_999 });
const counter = fc.integer({ min: 0, max: 9_999_999 });
const code = fc.tuple(speaker, counter).map(([who, n]) => codeOf(who, n));

const told = (value: unknown) => {
  const bytes = Buffer.from(`....${JSON.stringify(value)}....`);
  return toldIn(bytes, 4, bytes.length - 4);
};

describe('numbers in messages', () => {
  it('are those of speaker and counter', () => {
    fc.assert(
      fc.property(speaker, counter, (who, n) => {
        assert.deepEqual([speakerOf(codeOf(who, n)), counterOf(codeOf(who, n))], [who, n]);
      }),
    );
  });

  it('are read out of frames again, beside what is no message', () => {
    const event = fc.oneof(
      code.map((number) => ({ number, fields: { type: 'said', text: messageText(number) } })),
      fc.constant({ number: quietCode, fields: { type: 'guarded', until: 7 } }),
      fc.constant({ number: strangeCode, fields: { type: 'said', text: '*****' } }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), fc.nat(1_000_000), (events, first) => {
        const frame = {
          type: 'chatEvents',
          events: events.map(({ fields }, n) => ({ seq: first + n, at: 1, ...fields })),
          serverNow: 1.5,
        };
        assert.deepEqual(told(frame), {
          seqs: events.map((_, n) => first + n),
          codes: events.map(({ number }) => number),
          messages: events.filter(({ number }) => number !== quietCode).length,
        });
      }),
    );
  });

  it('double no letter, and differ even when looked at as a filter of words would', () => {
    fc.assert(
      fc.property(code, code, (one, other) => {
        assert.doesNotMatch(messageText(one).slice(0, 12), /(.)\1/);
        if (one !== other) assert.notEqual(messageText(one), messageText(other));
      }),
    );
  });
});
