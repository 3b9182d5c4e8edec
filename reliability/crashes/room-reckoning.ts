import type { StoredRoom } from '../../gateway/socket/testing/stored-actors.ts';
import type { Speaker } from './speaker.ts';
import type { SentMessage, Talk } from './talk.ts';

/** What was promised of messages; each gives sentences about what did not hold. */
export const promisedOfMessages = ['messagesLost', 'messagesDoubled', 'messagesDisordered'] as const;
export type FoundInRooms = Record<(typeof promisedOfMessages)[number], string[]>;

/** Holds what speakers know, what everybody has read and what the journal has of a room against each other. */
export function reckonRoom(room: StoredRoom, talk: Talk, speakers: readonly Speaker[]): FoundInRooms {
  const sent = talk.sent.filter(({ lot }) => lot === room.lot);
  return {
    messagesLost: [...lost(room, sent), ...unread(room, speakers)],
    messagesDoubled: doubled(room),
    messagesDisordered: [
      ...gaps(room),
      ...readOtherwise(room, speakers),
      ...speakers.flatMap(({ view }) => view.failure?.message ?? []),
      ...sent.flatMap(({ contradiction }) => contradiction ?? []),
    ],
  };
}

const saidAt = ({ seqs, events }: StoredRoom) =>
  new Map(events.flatMap((event, n) => (event.type === 'said' ? [[seqs[n] as number, event]] : [])));

/** A message that was confirmed to its speaker stands in the journal where it was said to, as it was sent. */
function lost(room: StoredRoom, sent: readonly SentMessage[]): string[] {
  const bySeq = saidAt(room);
  return sent.flatMap(({ sayId, seq, text, by }) => {
    if (seq === null) return [];
    const stored = bySeq.get(seq);
    const isThere = stored?.sayId === sayId && stored.text === text && stored.by === by.id;
    return isThere
      ? []
      : [`message ${sayId} was confirmed as ${seq}, where ${JSON.stringify(stored)} stands`];
  });
}

function doubled({ events }: StoredRoom): string[] {
  const seen = new Set<number>();
  return events.flatMap((event) => {
    if (event.type !== 'said') return [];
    if (seen.has(event.sayId)) return [`message ${event.sayId} is in the journal twice`];
    seen.add(event.sayId);
    return [];
  });
}

const gaps = ({ seqs, lot }: StoredRoom): string[] =>
  seqs.flatMap((seq, n) => (seq === n + 1 ? [] : [`event ${n + 1} of ${lot} has the number ${seq}`]));

/** Whoever was in the room has read all that was said from then on. */
function unread(room: StoredRoom, speakers: readonly Speaker[]): string[] {
  const bySeq = saidAt(room);
  return speakers.flatMap(({ view }) => {
    const first = Math.min(...view.texts.keys());
    const missing = [...bySeq.keys()].filter((seq) => seq >= first && !view.texts.has(seq));
    return missing.length === 0 ? [] : [`somebody in ${room.lot} has never read ${missing.slice(0, 5)}`];
  });
}

/** What was read under a number is what stands there: the order is the same for everyone. */
function readOtherwise(room: StoredRoom, speakers: readonly Speaker[]): string[] {
  const bySeq = saidAt(room);
  return speakers.flatMap(({ view }) =>
    [...view.texts].flatMap(([seq, text]) =>
      bySeq.get(seq)?.text === text ? [] : [`${seq} of ${room.lot} was read as "${text}"`],
    ),
  );
}
