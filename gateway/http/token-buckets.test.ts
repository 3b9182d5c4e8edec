import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressText, rateKey } from './address.ts';
import { BoundedMap } from './bounded-map.ts';
import { TokenBuckets } from './token-buckets.ts';

test('a bucket gives its burst at once and then its rate, no faster and no slower', () => {
  const buckets = new TokenBuckets({ perSecond: 4, burst: 3, maxKeys: 10 });
  let taken = 0;
  for (let now = 0; now < 10_000; now += 10) if (buckets.take('a', now) === 0) taken += 1;
  assert.ok(Math.abs(taken - (3 + 40)) <= 1, String(taken));
});

test('the time to wait that it names is enough, and not more than needed', () => {
  const buckets = new TokenBuckets({ perSecond: 3, burst: 1, maxKeys: 10 });
  assert.equal(buckets.take('a', 0), 0);
  const waitMs = buckets.take('a', 0);
  assert.equal(waitMs, 334);
  assert.ok(buckets.take('a', waitMs - 2) > 0);
  assert.equal(buckets.take('a', waitMs), 0);
});

test('a clock that steps back takes nothing away', () => {
  const buckets = new TokenBuckets({ perSecond: 1, burst: 3, maxKeys: 10 });
  assert.equal(buckets.take('a', 1_000_000), 0);
  assert.equal(buckets.take('a', 0), 0);
  assert.equal(buckets.take('a', 0), 0);
  assert.ok(buckets.take('a', 0) > 0);
});

test('a bounded map never grows beyond its bound, and keeps what was used last', () => {
  const map = new BoundedMap<number, string>(3);
  for (let n = 0; n < 3; n++) map.set(n, `${n}`);
  assert.equal(map.get(0), '0');
  map.set(3, '3');
  assert.equal(map.size, 3);
  assert.deepEqual(
    [0, 1, 2, 3].map((n) => map.get(n)),
    ['0', undefined, '2', '3'],
  );
  map.set(2, 'two');
  assert.equal(map.size, 3);
  assert.equal(map.get(2), 'two');
});

test('addresses are shown as people write them, and limited by what one subscriber has', () => {
  assert.equal(addressText('0000:0000:0000:0000:0000:ffff:c000:0207'), '192.0.2.7');
  assert.equal(addressText('192.0.2.7'), '192.0.2.7');
  const [one, neighbour, other] = ['2001:0db8:0:1:0:0:0:1', '2001:0db8:0:1:9:9:9:9', '2001:0db8:0:2:0:0:0:1'];
  assert.equal(rateKey(one), rateKey(neighbour));
  assert.notEqual(rateKey(one), rateKey(other));
  assert.notEqual(rateKey('192.0.2.7'), rateKey('192.0.2.8'));
});
