import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySameKind, faultOf, faultOfPlace } from './device-faults.ts';

const named = (name: string) => Object.assign(new Error(name), { name });

test('each error of a device has its meaning', () => {
  const kinds = [
    'NotAllowedError',
    'NotFoundError',
    'NotReadableError',
    'OverconstrainedError',
    'TypeError',
  ].map((name) => faultOf('camera', named(name))?.kind);
  assert.deepEqual(kinds, ['notAllowed', 'notFound', 'inUse', 'cannot', 'unknown']);
  // Not an Error in every browser.
  assert.equal(faultOf('camera', { name: 'OverconstrainedError' })?.kind, 'cannot');
});

test('who closes the choice of screens meets no fault', () => {
  assert.equal(faultOf('screen', named('NotAllowedError')), null);
  assert.equal(faultOf('screen', named('NotReadableError'))?.kind, 'inUse');
});

test('a page without encryption, and a browser without cameras, are told apart', () => {
  const getUserMedia = () => Promise.reject(named('NotFoundError'));
  assert.equal(faultOfPlace('camera', { isSecureContext: false, mediaDevices: undefined })?.kind, 'insecure');
  assert.equal(
    faultOfPlace('camera', { isSecureContext: true, mediaDevices: undefined })?.kind,
    'unsupported',
  );
  const place = { isSecureContext: true, mediaDevices: { getUserMedia } };
  assert.equal(faultOfPlace('camera', place), null);
  assert.equal(faultOfPlace('screen', place)?.kind, 'unsupported');
});

test('what is wrong with two devices alike is said once', () => {
  assert.deepEqual(
    bySameKind([
      { source: 'camera', kind: 'notAllowed' },
      { source: 'screen', kind: 'inUse' },
      { source: 'microphone', kind: 'notAllowed' },
    ]),
    [
      { kind: 'notAllowed', sources: ['camera', 'microphone'] },
      { kind: 'inUse', sources: ['screen'] },
    ],
  );
});
