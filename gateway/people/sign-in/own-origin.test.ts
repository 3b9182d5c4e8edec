import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownOrigin } from './own-origin.ts';

const originFor = (host: string, more: Record<string, string> = {}) =>
  ownOrigin(undefined, { url: `http://${host}/`, headers: new Headers({ host, ...more }) });

test('on this very machine the own address is what the browser asked for', () => {
  for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080'])
    assert.equal(originFor(host), `http://${host}`);
  assert.equal(originFor('localhost:8443', { 'x-forwarded-proto': 'https' }), 'https://localhost:8443');
});

test('from elsewhere nobody is believed what our address is', () => {
  for (const host of [
    'lotcast.test',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
    '192.168.0.7',
  ]) {
    assert.equal(originFor(host), null, host);
  }
  const request = new Request('http://evil.example/', { headers: { host: 'evil.example' } });
  assert.equal(ownOrigin('https://lotcast.test', request), 'https://lotcast.test');
});
