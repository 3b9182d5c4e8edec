import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../words/en.ts';
import { message } from '../room/chat.fixture.ts';
import { listeningWords } from './listening.ts';

test('one message is read out, several are counted, and one’s own are not told', () => {
  assert.equal(listeningWords(en, [message(1)], 9), 'P1: message 1');
  assert.equal(listeningWords(en, [message(1), message(2, 9), message(3)], 9), '2 new messages');
  assert.equal(listeningWords(en, [message(2, 9)], 9), '');
  assert.equal(listeningWords(en, [message(1, 1, { text: 'a'.repeat(300) })], null), '1 new message');
});
