import type { ChatMessage } from '../../../../schema/chat/public.ts';
import type { BidHistoryItem } from '../../../../schema/http.ts';
import type { Note } from '../../lot/chronicle.ts';

/** A line of the list. Its key stays the same while it is there. */
export type ChatLine =
  | { readonly kind: 'message'; readonly key: string; readonly message: ChatMessage }
  /** Messages that are gone, one after the other, for the same reason. */
  | {
      readonly kind: 'gone';
      readonly key: string;
      readonly count: number;
      readonly why: NonNullable<ChatMessage['gone']>;
    }
  /** Bids with nothing said between them, the oldest first. */
  | { readonly kind: 'bids'; readonly key: string; readonly bids: readonly BidHistoryItem[] }
  | { readonly kind: 'note'; readonly key: string; readonly note: Note }
  /** What was said here is being asked for. */
  | { readonly kind: 'missing'; readonly key: string };

/** What happened on the lot, newest first as its room has it. */
export interface Happenings {
  readonly bids: readonly BidHistoryItem[];
  readonly notes: readonly Note[];
}

interface Happening {
  readonly at: number;
  readonly seq: number;
  readonly bid?: BidHistoryItem;
  readonly note?: Note;
}

/** A busy lot has many bids; as many of the last ones stand among what is said. */
const shownBids = 1_000;

/**
 * The lines of a room, the oldest first: messages in their order, and between them, by time, what happened since
 * `sinceMs` on the lot.
 */
export function linesOf(
  messages: readonly ChatMessage[],
  missingAfter: number | null,
  { bids, notes }: Happenings,
  sinceMs: number,
): ChatLine[] {
  const happened = happenings(bids, notes, sinceMs);
  const lines: ChatLine[] = [];
  let next = 0;
  let isToldMissing = missingAfter === null;
  const tellUntil = (atMs: number) => {
    for (let one = happened[next]; one !== undefined && one.at < atMs; one = happened[++next]) {
      addHappening(lines, one);
    }
  };
  const tellMissing = () => {
    if (!isToldMissing) lines.push({ kind: 'missing', key: 'missing' });
    isToldMissing = true;
  };
  for (const message of messages) {
    tellUntil(message.at);
    if (missingAfter !== null && message.seq > missingAfter) tellMissing();
    addMessage(lines, message);
  }
  tellMissing();
  tellUntil(Number.POSITIVE_INFINITY);
  return lines;
}

function happenings(bids: readonly BidHistoryItem[], notes: readonly Note[], sinceMs: number): Happening[] {
  const all: Happening[] = [];
  for (const bid of bids.slice(0, shownBids)) {
    if (bid.at < sinceMs) break;
    all.push({ at: bid.at, seq: bid.seq, bid });
  }
  for (const note of notes) if (note.at >= sinceMs) all.push({ at: note.at, seq: note.seq, note });
  return all.sort((a, b) => a.seq - b.seq);
}

function addHappening(lines: ChatLine[], { seq, bid, note }: Happening): void {
  if (note) lines.push({ kind: 'note', key: `n${seq}`, note });
  if (!bid) return;
  const last = lines.at(-1);
  if (last?.kind === 'bids') lines[lines.length - 1] = { ...last, bids: [...last.bids, bid] };
  else lines.push({ kind: 'bids', key: `b${seq}`, bids: [bid] });
}

function addMessage(lines: ChatLine[], message: ChatMessage): void {
  const { gone } = message;
  const last = lines.at(-1);
  if (gone === undefined) lines.push({ kind: 'message', key: `m${message.seq}`, message });
  else if (last?.kind === 'gone' && last.why === gone) {
    lines[lines.length - 1] = { ...last, count: last.count + 1 };
  } else lines.push({ kind: 'gone', key: `m${message.seq}`, count: 1, why: gone });
}

/** The highest price among bids that stand; null if none does. */
export function highestOf(bids: readonly BidHistoryItem[]): number | null {
  const standing = bids.filter(({ undone }) => !undone).map(({ pricePoints }) => pricePoints);
  return standing.length === 0 ? null : Math.max(...standing);
}
