import { useState } from 'preact/hooks';
import { person } from '../session/person.ts';
import { t } from '../words/language.ts';
import { changeOfTime, timeOfDay, won } from '../words/spoken.ts';
import { type Line, linesOf } from './chronicle.ts';
import type { LotRoom } from './lot-room.ts';
import { noteWords } from './note-words.ts';
import { paddleName } from './paddle-name.ts';
import './history.css';

const shownAtFirst = 12;
const shownMore = 50;

/** What happened, newest first: bids by their paddles, and what the seller or the service did. */
export function History({ room }: { readonly room: LotRoom }) {
  const [count, setCount] = useState(shownAtFirst);
  const knownCount = room.bids.value.length + room.notes.value.length;
  const lines = linesOf(room.bids.value, room.notes.value, count);
  const words = t.value.lot;
  const showMore = async () => {
    if (knownCount <= count && room.hasEarlierBids.value) await room.loadEarlierBids();
    setCount(count + shownMore);
  };
  return (
    <section class="history" aria-labelledby="history-title">
      <h2 id="history-title">{words.history}</h2>
      {lines.length === 0 && <p class="hint">{words.historyEmpty}</p>}
      <ol data-testid="history">
        {lines.map((line) => (
          <HistoryLine key={line.seq} line={line} />
        ))}
      </ol>
      {(knownCount > count || room.hasEarlierBids.value) && (
        <button type="button" class="button plain" onClick={showMore}>
          {words.historyMore}
        </button>
      )}
    </section>
  );
}

function HistoryLine({ line }: { readonly line: Line }) {
  if (line.kind === 'note') {
    return (
      <li class="history-note" data-testid="history-note" data-type={line.note.type}>
        <span>{noteWords(line.note)}</span>
        <time class="figures">{timeOfDay(line.note.at)}</time>
      </li>
    );
  }
  const { bid } = line;
  const isOwn = person.value?.id === bid.by.id;
  return (
    <li
      class="history-bid"
      data-testid="history-bid"
      data-own={isOwn ? '' : undefined}
      data-undone={bid.undone ? '' : undefined}
    >
      <span class="history-who">
        {paddleName(bid.by)}
        {isOwn && <em>{t.value.lot.you}</em>}
      </span>
      <span class="history-cut figures">{bid.cutMs > 0 && changeOfTime(-bid.cutMs)}</span>
      <span class="history-price figures">
        {bid.undone ? <del>{won(bid.pricePoints)}</del> : won(bid.pricePoints)}
      </span>
      <time class="figures">{bid.undone ? t.value.lot.undone : timeOfDay(bid.at)}</time>
    </li>
  );
}
