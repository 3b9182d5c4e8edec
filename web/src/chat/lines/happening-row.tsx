import { useState } from 'preact/hooks';
import type { BidHistoryItem } from '../../../../schema/http.ts';
import type { Note } from '../../lot/chronicle.ts';
import { noteWords } from '../../lot/note-words.ts';
import { paddleName } from '../../lot/paddle-name.ts';
import { t } from '../../words/language.ts';
import { won } from '../../words/spoken.ts';
import { highestOf } from './chat-lines.ts';

const unfoldedBids = 30;

/** What happened on the lot, in one line. */
export function NoteRow({ note }: { readonly note: Note }) {
  return (
    <p class="chat-happened" data-testid="chat-note" data-key={`n${note.seq}`} data-type={note.type}>
      {noteWords(note)}
    </p>
  );
}

/** Bids with nothing said between them: one line, which unfolds. */
export function BidsRow({ bids }: { readonly bids: readonly BidHistoryItem[] }) {
  const [isOpen, setOpen] = useState(false);
  const words = t.value.chat;
  const [first] = bids;
  if (first === undefined) return null;
  if (bids.length === 1) {
    return (
      <p class="chat-happened figures" data-testid="chat-bids" data-count="1">
        {bidWords(first)}
      </p>
    );
  }
  const highest = highestOf(bids);
  return (
    <details
      class="chat-happened figures"
      data-testid="chat-bids"
      data-count={bids.length}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {highest === null ? words.bidsUndone(bids.length) : words.bids(bids.length, won(highest))}
      </summary>
      {isOpen && (
        <ul>
          {bids.slice(-unfoldedBids).map((bid) => (
            <li key={bid.seq}>{bidWords(bid)}</li>
          ))}
        </ul>
      )}
    </details>
  );
}

const bidWords = (bid: BidHistoryItem): string =>
  bid.undone
    ? t.value.chat.bidUndone(paddleName(bid.by))
    : t.value.chat.bid(paddleName(bid.by), won(bid.pricePoints));
