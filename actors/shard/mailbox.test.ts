import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import { type Envelope, Mailbox } from './mailbox.ts';

const noDeadline = Number.POSITIVE_INFINITY;

const letter = (correlation: number, receivedAt: number | null): Envelope => ({
  command: null,
  receivedAt,
  correlation,
  lane: null,
});

const anyTime = fc.integer({ min: 0, max: 20 });
const anyMail = fc
  .array(fc.option(anyTime), { maxLength: 60 })
  .map((mail) => mail.map((receivedAt, n) => letter(n, receivedAt)));

function filled(mail: readonly Envelope[]): Mailbox {
  const mailbox = new Mailbox();
  for (const envelope of mail) assert.ok(mailbox.put(envelope));
  return mailbox;
}

function emptied(mailbox: Mailbox, until: number): Envelope[] {
  const taken: Envelope[] = [];
  for (let next = mailbox.next(until); next !== undefined; next = mailbox.next(until)) taken.push(next);
  return taken;
}

const isUrgent = ({ receivedAt }: Envelope) => receivedAt === null;
const urgentFirst = (mail: readonly Envelope[]): Envelope[] => [
  ...mail.filter(isUrgent),
  ...mail.filter((envelope) => !isUrgent(envelope)),
];

test('urgent commands come first, and each kind in the order of its arrival', () => {
  holds(anyMail, (mail) => assert.deepEqual(emptied(filled(mail), noDeadline), urgentFirst(mail)));
});

test('what was received at a deadline or later waits, and keeps nothing waiting that was received before', () => {
  holds(fc.tuple(anyMail, anyTime), ([mail, deadline]) => {
    const mailbox = filled(mail);
    const isEarly = ({ receivedAt }: Envelope) => receivedAt === null || receivedAt < deadline;
    assert.deepEqual(emptied(mailbox, deadline), urgentFirst(mail.filter(isEarly)));
    assert.equal(mailbox.mayHaveNext(deadline), false);
    const late = mail.filter((envelope) => !isEarly(envelope));
    assert.deepEqual([mailbox.size, mailbox.hasAside], [late.length, late.length > 0]);
    assert.deepEqual(emptied(mailbox, noDeadline), late);
  });
});

test('however the deadline moves meanwhile, nothing is lost, and what one gateway received stays in its order', () => {
  const anyStep = fc.oneof(
    fc.record({ puts: fc.integer({ min: 0, max: 2 }), afterMs: fc.nat({ max: 3 }) }),
    fc.record({ takes: fc.nat({ max: 5 }), until: anyTime }),
  );
  holds(fc.array(anyStep, { maxLength: 100 }), (steps) => {
    const mailbox = new Mailbox();
    const clocks = [0, 0, 0];
    const put: Array<{ readonly by: number; readonly envelope: Envelope }> = [];
    const taken: Envelope[] = [];
    for (const step of steps) {
      if ('puts' in step) {
        const receivedAt = (clocks[step.puts] as number) + step.afterMs;
        clocks[step.puts] = receivedAt;
        const envelope = letter(put.length, receivedAt);
        put.push({ by: step.puts, envelope });
        mailbox.put(envelope);
        continue;
      }
      for (let n = 0; n < step.takes; n++) {
        const may = mailbox.mayHaveNext(step.until);
        const next = mailbox.next(step.until);
        assert.ok(next === undefined || (may && (next.receivedAt as number) < step.until));
        if (next !== undefined) taken.push(next);
      }
    }
    taken.push(...emptied(mailbox, noDeadline));
    for (const by of clocks.keys()) {
      const own = put.filter((one) => one.by === by).map(({ envelope }) => envelope);
      assert.deepEqual(
        taken.filter((envelope) => own.includes(envelope)),
        own,
      );
    }
    assert.equal(taken.length, put.length);
  });
});

test('a full mailbox takes no more, keeps what it has, and has room again when one is out', () => {
  const mailbox = new Mailbox();
  for (let n = 0; n < limits.maxMailboxCommands; n++) assert.ok(mailbox.put(letter(n, 0)));
  assert.equal(mailbox.put(letter(-1, 0)), false);
  assert.equal(mailbox.size, limits.maxMailboxCommands);
  assert.equal(mailbox.next(noDeadline)?.correlation, 0);
  assert.ok(mailbox.put(letter(-2, 0)));
  const rest = emptied(mailbox, noDeadline).map(({ correlation }) => correlation);
  assert.deepEqual([rest.at(0), rest.at(-1), rest.length], [1, -2, limits.maxMailboxCommands]);
});

test('operators reach an actor whose mailbox is full of bids', () => {
  const mailbox = new Mailbox();
  for (let n = 0; n < limits.maxMailboxCommands; n++) mailbox.put(letter(n, 0));
  assert.ok(mailbox.put(letter(-1, null)));
  assert.equal(mailbox.next(0)?.correlation, -1);
});

test('what waits for a deadline leaves room for what came in time, and is bounded too', () => {
  const mailbox = new Mailbox();
  const flood = () => {
    for (let n = 0; n < limits.maxMailboxCommands; n++) mailbox.put(letter(n, 5));
    assert.equal(mailbox.next(5), undefined);
  };
  for (let n = 1; n < limits.maxMailboxCommands; n++) mailbox.put(letter(n, 5));
  assert.equal(mailbox.next(5), undefined);
  assert.ok(mailbox.put(letter(-1, 4)));
  assert.equal(mailbox.next(5)?.correlation, -1);
  flood();
  assert.equal(mailbox.put(letter(-2, 5)), false);
  assert.ok(mailbox.size < 2 * limits.maxMailboxCommands);
});
