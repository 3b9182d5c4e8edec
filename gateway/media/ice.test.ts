import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { Ice } from './ice.ts';

const stun = { urls: ['stun:s.example'] };
const fixed = { urls: ['turn:f.example'], username: 'me', credential: 'mine' };
const open = { urls: ['turns:t.example', 'turn:t.example?transport=tcp'] };
const nowMs = 1_700_000_000_999;

test('a relay without credentials is given some that end in an hour; what has its own keeps them', () => {
  const ice = new Ice(
    { iceServers: [stun, fixed, open], turnSecret: 'north', iceTransportPolicy: 'all' },
    () => nowMs,
  );
  const username = `${1_700_000_000 + limits.turnCredentialMs / 1_000}:7`;
  // HMAC-SHA1 of the name with the secret, in base64: what coturn computes with `use-auth-secret`.
  const credential = createHmac('sha1', 'north').update(username).digest('base64');
  assert.deepEqual(ice.optionsFor(7), {
    iceServers: [stun, fixed, { ...open, username, credential }],
    iceTransportPolicy: 'all',
  });
  assert.match(ice.optionsFor(null).iceServers[2]?.username ?? '', /:viewer$/);
});

test('the secret is in nothing that is handed out', () => {
  const ice = new Ice({ iceServers: [open], turnSecret: 'unspoken', iceTransportPolicy: 'relay' });
  assert.doesNotMatch(JSON.stringify(ice.optionsFor(1)), /unspoken/);
});
