import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage } from '../../../../schema/wire/client.ts';
import { OwnMessages } from './own-messages.ts';

function desk() {
  const sent: ClientMessage[] = [];
  const timers: Array<{ delayMs: number; call: () => void; isOff: boolean }> = [];
  let id = 100;
  let probes = 0;
  const own = new OwnMessages('L', {
    send: (message) => {
      sent.push(message);
      return true;
    },
    nextId: () => id++,
    probe: () => {
      probes++;
    },
    nowMs: () => 5_000,
    after: (delayMs, call) => {
      const timer = { delayMs, call, isOff: false };
      timers.push(timer);
      return () => {
        timer.isOff = true;
      };
    },
  });
  const say = (text: string) => own.say({ text, replyTo: null, mentions: [] });
  const pass = () => {
    for (const timer of timers.splice(0)) if (!timer.isOff) timer.call();
  };
  const outcomes = () => own.list.value.map(({ outcome }) => outcome.kind);
  const ids = () => sent.flatMap((message) => (message.type === 'chatSay' ? [message.sayId] : []));
  return { own, sent, timers, say, pass, outcomes, ids, probes: () => probes };
}

const said = (sayId: number, seq: number) => ({ type: 'chatSaid', lot: 'L', sayId, seq }) as const;

test('a message is pending at once, and goes when the room shows it', () => {
  const { own, sent, say, outcomes } = desk();
  own.entered();
  own.say({ text: 'hello', replyTo: 7, mentions: [3] });
  assert.deepEqual(outcomes(), ['pending']);
  assert.deepEqual(sent, [
    { type: 'chatSay', lot: 'L', sayId: 100, text: 'hello', replyTo: 7, mentions: [3] },
  ]);
  say('again');
  own.take(said(100, 12));
  own.shown(11);
  assert.deepEqual(outcomes(), ['said', 'pending']);
  own.shown(12);
  assert.deepEqual(outcomes(), ['pending']);
});

test('messages go out one by one, so that they are said in their order', () => {
  const { own, say, ids, pass } = desk();
  own.entered();
  for (const text of ['a', 'b', 'c']) say(text);
  assert.deepEqual(ids(), [100]);
  own.take({ type: 'chatRefused', lot: 'L', sayId: 100, code: 'busy', retry: true });
  pass();
  assert.deepEqual(ids(), [100, 100]);
  own.take(said(100, 5));
  own.take(said(101, 6));
  assert.deepEqual(ids(), [100, 100, 101, 102]);
});

test('what was sent over a lost connection is sent again with its id when the room is entered anew', () => {
  const { own, say, ids, outcomes } = desk();
  own.entered();
  say('a');
  own.left();
  say('b');
  assert.deepEqual(ids(), [100]);
  own.entered();
  assert.deepEqual(ids(), [100, 100]);
  own.take(said(100, 1));
  own.take(said(100, 1));
  assert.deepEqual(outcomes(), ['said', 'pending']);
  assert.deepEqual(ids(), [100, 100, 101]);
});

test('one that is refused says why and until when, does not hold up the next, and can be taken away', () => {
  const { own, say, ids, outcomes } = desk();
  own.entered();
  say('a');
  say('b');
  own.dismiss(100);
  assert.deepEqual(outcomes(), ['pending', 'pending'], 'it is on its way');
  own.take({ type: 'chatRefused', lot: 'L', sayId: 100, code: 'slow_mode', waitMs: 3_000, retry: true });
  assert.deepEqual(own.list.value[0]?.outcome, { kind: 'refused', code: 'slow_mode', untilMs: 8_000 });
  assert.deepEqual(ids(), [100, 101]);
  own.take({ ...said(101, 9), held: true });
  assert.deepEqual(outcomes(), ['refused', 'held']);
  own.dismiss(100);
  own.dismiss(101);
  assert.deepEqual(outcomes(), []);
});

test('too many at once wait as long as they are told to', () => {
  const { own, say, timers } = desk();
  own.entered();
  say('a');
  own.take({ type: 'chatRefused', lot: 'L', sayId: 100, code: 'rate_limited', waitMs: 1_500, retry: true });
  assert.equal(timers.at(-1)?.delayMs, 1_500);
});

test('an error is of the message on its way: outside of the room it waits, signed out it is refused', () => {
  const { own, say, ids, outcomes, pass, probes } = desk();
  own.entered();
  say('a');
  const error = (code: 'not_found' | 'not_signed_in', lot = 'L') =>
    own.take({ type: 'error', code, message: '', about: { type: 'chatSay', lot } });
  error('not_signed_in', 'another');
  error('not_found');
  pass();
  assert.equal(probes(), 0);
  assert.deepEqual(outcomes(), ['pending']);
  own.entered();
  assert.deepEqual(ids(), [100, 100]);
  error('not_signed_in');
  assert.deepEqual(outcomes(), ['refused']);
});
