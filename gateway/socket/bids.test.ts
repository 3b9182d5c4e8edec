import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { bidSchema } from '../../schema/wire/client.ts';
import { isBid } from './bids.ts';

const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';

const aboutNumbers = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.5,
    limits.maxPoints,
    limits.maxPoints + 1,
    Number.MAX_SAFE_INTEGER,
    2 ** 53,
  ),
);
const anyValue = fc.oneof(aboutNumbers, fc.jsonValue());
const lots = fc.oneof(
  { weight: 3, arbitrary: fc.constant(lot) },
  fc.constantFrom(`${lot}\n`, ` ${lot}`, lot.toLowerCase(), `8${lot.slice(1)}`, lot.slice(1), `${lot}0`),
  anyValue,
);
const points = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: limits.maxPoints }) }, anyValue);
const keys = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'Amount', 'by'));

/** Objects as JSON.parse gives them, most of them one mistake away from a bid. */
const nearBids = fc
  .record(
    {
      lot: lots,
      bidId: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1 }) }, anyValue),
      amount: points,
      max: points,
      confirm: fc.oneof({ weight: 3, arbitrary: fc.boolean() }, anyValue),
    },
    { requiredKeys: [] },
  )
  .chain((bid) => fc.option(fc.tuple(keys, anyValue), { freq: 4 }).map((extra) => ({ bid, extra })))
  .map(({ bid, extra }): string => {
    const entries = [...Object.entries({ type: 'bid', ...bid }), ...(extra ? [extra] : [])];
    return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  });

const holds = (text: string) => {
  const message = JSON.parse(text);
  if (message.type !== 'bid') return;
  assert.equal(isBid(message), bidSchema.safeParse(message).success, text);
};

describe('the short check of a bid', () => {
  it('says what the schema says, of anything that is near a bid', () => {
    fc.assert(fc.property(nearBids, holds), { numRuns: 20_000 });
  });

  it('takes bids and refuses others', () => {
    const parse = (fields: string) => JSON.parse(`{"type":"bid","lot":"${lot}","bidId":1,${fields}}`);
    for (const fields of ['"amount":1', '"max":1000000000000', '"amount":1e3', '"max":5,"confirm":false']) {
      assert.ok(isBid(parse(fields)), fields);
    }
    for (const fields of [
      '"confirm":true',
      '"amount":1,"max":1',
      '"amount":null,"max":1',
      '"max":1,"by":1',
    ]) {
      assert.ok(!isBid(parse(fields)), fields);
    }
  });
});
