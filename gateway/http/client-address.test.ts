import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstUntrusted, trustIn } from './client-address.ts';

const isTrusted = trustIn(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);

test('what a proxy that is trusted says is believed, and what it was told by others is not', () => {
  const cases: ReadonlyArray<readonly [peer: string, forwardedFor: string, from: string]> = [
    ['198.51.100.7', '203.0.113.1', '198.51.100.7'],
    ['10.1.2.3', '203.0.113.1', '203.0.113.1'],
    ['10.1.2.3', '1.1.1.1, 203.0.113.1', '203.0.113.1'],
    ['10.1.2.3', '1.1.1.1, 203.0.113.1, 192.0.2.1', '203.0.113.1'],
    ['10.1.2.3', '', '10.1.2.3'],
    ['10.1.2.3', 'unknown', '10.1.2.3'],
    ['10.1.2.3', '203.0.113.1, _secret', '10.1.2.3'],
    ['2001:0db8:0000:0000:0000:0000:0000:0009', '2001:4860::8', '2001:4860:0000:0000:0000:0000:0000:0008'],
    ['10.1.2.3', '::ffff:203.0.113.1', '203.0.113.1'],
  ];
  for (const [peer, forwardedFor, from] of cases) {
    assert.equal(firstUntrusted(peer, forwardedFor, isTrusted), from, `${peer} ${forwardedFor}`);
  }
});

test('nobody can hide behind addresses of the own making', () => {
  const attacker = '203.0.113.66';
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (lies) => {
      const forwardedFor = [...lies, attacker].join(', ');
      assert.equal(firstUntrusted('10.0.0.1', forwardedFor, isTrusted), attacker);
      assert.equal(firstUntrusted(attacker, lies.join(', '), isTrusted), attacker);
    }),
  );
});
