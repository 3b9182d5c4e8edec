import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChatHistory } from '../../../../schema/chat/http.ts';
import type { ChatMessage, PublicChatEvent } from '../../../../schema/chat/public.ts';
import { settings } from './chat.fixture.ts';
import {
  afterEvents,
  afterPage,
  afterPicture,
  askMissing,
  askOlder,
  type ChatLog,
  trimmed,
} from './chat-log.ts';
import { changedBy, isChange } from './message-changes.ts';

/** What can happen, before it has its place in the order. */
type Happening = PublicChatEvent extends infer Event
  ? Event extends { seq: number }
    ? Omit<Event, 'seq' | 'at'>
    : never
  : never;

const people = [1, 2, 3];
const person = fc.constantFrom(...people);
const said = person.map((id) => ({
  type: 'said' as const,
  by: { id, name: `P${id}`, rank: 'speaker' as const, isGuest: false },
  text: 'hello',
}));
const merged = (from: number, to: number) => ({
  type: 'merged' as const,
  from,
  to,
  name: `P${to}`,
  moderators: [{ id: to, name: `P${to}` }],
});
const number = fc.integer({ min: 1, max: 60 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: said },
  { weight: 4, arbitrary: number.map((of) => ({ type: 'deleted' as const, of })) },
  person.map((id) => ({ type: 'cleared' as const, person: id })),
  person.map((id) => ({ type: 'forgotten' as const, person: id })),
  fc.tuple(person, person).map(([from, to]) => merged(from, to)),
  fc.constant({ type: 'held' as const }),
  fc.constant({ type: 'guarded' as const, until: 7 }),
);

const streamOf = (happenings: readonly Happening[]): PublicChatEvent[] =>
  happenings.map((one, n) => ({ ...one, seq: n + 1, at: n + 1 }) as PublicChatEvent);

/** What a server would tell of all messages once `seq` events have happened. */
function toldAt(stream: readonly PublicChatEvent[], seq: number): ChatMessage[] {
  let messages: ChatMessage[] = [];
  for (const event of stream.slice(0, seq)) {
    if (event.type === 'said' || event.type === 'released') {
      const { type: _, ...message } = event;
      messages.push(message);
    } else if (isChange(event)) messages = messages.map((message) => changedBy(message, event));
  }
  return messages;
}

function picture(stream: readonly PublicChatEvent[], seq: number, shown: number) {
  const all = toldAt(stream, seq);
  const messages = all.slice(-shown);
  const from = messages.length === all.length ? 1 : (messages[0]?.seq ?? 1);
  return {
    type: 'chatRoom' as const,
    lot: 'L',
    epoch: 'e',
    seq,
    serverNow: 0,
    room: { settings: settings(), moderators: [], pinned: null, guardUntil: null, messages, from },
  };
}

const eventsOf = (events: PublicChatEvent[]) => ({
  type: 'chatEvents' as const,
  lot: 'L',
  epoch: 'e',
  events,
  serverNow: 0,
});

function pageOf(
  stream: readonly PublicChatEvent[],
  seq: number,
  limit: number,
  asked: { after?: number; before: number },
): ChatHistory {
  const { after, before } = asked;
  const within = toldAt(stream, seq).filter((message) => message.seq < before && message.seq > (after ?? 0));
  const messages = after === undefined ? within.slice(-limit) : within.slice(0, limit);
  return { messages, hasMore: messages.length < within.length };
}

/** Reads all that can be asked for, as of `seq`. */
function readUp(log: ChatLog, stream: readonly PublicChatEvent[], seq: number, limit: number): ChatLog {
  let read = log;
  for (;;) {
    const asked = askMissing(read) ?? askOlder(read);
    if (asked === null) return read;
    read = afterPage(read, asked, pageOf(stream, seq, limit, asked));
  }
}

test('however a stream is cut into pictures, events and pages, the list is the same', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('events' as const), count: fc.integer({ min: 1, max: 9 }) }),
    // Away for a while, and back with a picture.
    fc.record({ do: fc.constant('picture' as const), count: fc.integer({ min: 0, max: 30 }) }),
    fc.record({ do: fc.constant('trim' as const), count: fc.integer({ min: 1, max: 20 }) }),
    // Asked for now, and answered after so many events more.
    fc.record({ do: fc.constant('page' as const), count: fc.integer({ min: 0, max: 15 }) }),
  );
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 1, maxLength: 120 }),
      fc.array(step, { maxLength: 25 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 40 }),
      (happenings, steps, limit, start) => {
        const stream = streamOf(happenings);
        let seq = Math.min(start, stream.length);
        let log = afterPicture(null, picture(stream, seq, limit));
        const live = (count: number) => {
          const next = Math.min(stream.length, seq + count);
          const told = afterEvents(log, eventsOf(stream.slice(seq, next)));
          assert.ok(told !== null);
          log = told;
          seq = next;
        };
        for (const { do: what, count } of steps) {
          if (what === 'events') live(count);
          if (what === 'trim') log = trimmed(log, count);
          if (what === 'picture') {
            seq = Math.min(stream.length, seq + count);
            log = afterPicture(log, picture(stream, seq, limit));
          }
          if (what === 'page') {
            const asked = askMissing(log) ?? askOlder(log);
            if (asked === null) continue;
            const page = pageOf(stream, seq, limit, asked);
            live(count);
            log = afterPage(log, asked, page);
          }
        }
        live(stream.length);
        assert.deepEqual(readUp(log, stream, seq, limit).messages, toldAt(stream, seq));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('events seen before are passed over, and a gap is told', () => {
  const stream = streamOf([{ type: 'held' }, { type: 'held' }, { type: 'held' }]);
  const log = afterPicture(null, picture(stream, 1, 5));
  assert.equal(afterEvents(log, eventsOf(stream.slice(0, 2)))?.seq, 2);
  assert.equal(afterEvents(log, eventsOf(stream.slice(2))), null);
  assert.equal(afterEvents(log, { ...eventsOf([]), epoch: 'another' }), null);
});

test('a moderator whose guest was one too stands in the list once', () => {
  const named = [1, 2].map((id) => ({
    type: 'appointed' as const,
    person: id,
    name: `P${id}`,
    isModerator: true,
  }));
  const stream = streamOf([...named, merged(2, 1)]);
  const log = afterEvents(afterPicture(null, picture([], 0, 5)), eventsOf(stream));
  assert.deepEqual(log?.moderators, [{ id: 1, name: 'P1' }]);
});

test('a page that was asked for before the last picture is not taken', () => {
  const stream = streamOf(Array.from({ length: 20 }, () => ({ type: 'held' as const })));
  const first = { ...afterPicture(null, picture(stream, 20, 5)), from: 15 };
  const asked = askOlder(first);
  assert.ok(asked);
  const again = afterPicture(first, {
    ...picture(stream, 20, 5),
    room: { ...picture(stream, 20, 5).room, from: 15 },
  });
  assert.equal(afterPage(again, asked, { messages: [], hasMore: false }), again);
});

test('somebody who is away too long begins anew', () => {
  const fresh = afterPicture(null, picture([], 0, 5));
  const far = { ...picture([], 0, 5), seq: 9_000 };
  const log = afterPicture(fresh, { ...far, room: { ...far.room, from: 8_000 } });
  assert.equal(log.missing, null);
  assert.equal(log.from, 8_000);
});
