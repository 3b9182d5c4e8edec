import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import { type Envelope, Mailbox } from './mailbox.ts';

const letter = (correlation: number, urgent: boolean, receivedAt: number): Envelope => ({
  command: null,
  urgent,
  receivedAt,
  correlation,
  lane: null,
});

const anyMail = fc
  .array(fc.record({ urgent: fc.boolean(), receivedAt: fc.integer({ min: 0, max: 20 }) }), { maxLength: 60 })
  .map((mail) => mail.map(({ urgent, receivedAt }, n) => letter(n, urgent, receivedAt)));

function filled(mail: readonly Envelope[]): Mailbox {
  const mailbox = new Mailbox();
  for (const envelope of mail) assert.ok(mailbox.put(envelope));
  return mailbox;
}

function emptied(mailbox: Mailbox): Envelope[] {
  return Array.from({ length: mailbox.size }, () => mailbox.next() as Envelope);
}

const urgentFirst = (mail: readonly Envelope[]): Envelope[] => [
  ...mail.filter(({ urgent }) => urgent),
  ...mail.filter(({ urgent }) => !urgent),
];

test('urgent commands come first, and each kind in the order of its arrival', () => {
  holds(anyMail, (mail) => assert.deepEqual(emptied(filled(mail)), urgentFirst(mail)));
});

test('what was received before a deadline comes out first and leaves the order of the rest alone', () => {
  holds(fc.tuple(anyMail, fc.integer({ min: 0, max: 20 })), ([mail, deadline]) => {
    const mailbox = filled(mail);
    const early: Envelope[] = [];
    for (;;) {
      const envelope = mailbox.nextBefore(deadline);
      if (envelope === undefined) break;
      early.push(envelope);
    }
    const isEarly = ({ receivedAt }: Envelope) => receivedAt < deadline;
    assert.deepEqual(early, urgentFirst(mail.filter(isEarly)));
    assert.deepEqual(emptied(mailbox), urgentFirst(mail.filter((envelope) => !isEarly(envelope))));
  });
});

test('a full mailbox takes no more, keeps what it has, and has room again when one is out', () => {
  const mailbox = new Mailbox();
  for (let n = 0; n < limits.maxMailboxCommands; n++) assert.ok(mailbox.put(letter(n, false, 0)));
  assert.equal(mailbox.put(letter(-1, false, 0)), false);
  assert.equal(mailbox.size, limits.maxMailboxCommands);
  assert.equal(mailbox.next()?.correlation, 0);
  assert.ok(mailbox.put(letter(-2, false, 0)));
  const rest = emptied(mailbox).map(({ correlation }) => correlation);
  assert.deepEqual([rest.at(0), rest.at(-1), rest.length], [1, -2, limits.maxMailboxCommands]);
});

test('operators reach an actor whose mailbox is full of bids', () => {
  const mailbox = new Mailbox();
  for (let n = 0; n < limits.maxMailboxCommands; n++) mailbox.put(letter(n, false, 0));
  assert.ok(mailbox.put(letter(-1, true, 0)));
  assert.equal(mailbox.next()?.correlation, -1);
});
