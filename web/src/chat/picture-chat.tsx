import { isNarrow } from '../look/narrow.ts';
import type { LotRoom } from '../lot/lot-room.ts';
import { SaidText } from './lines/said-text.tsx';
import { Speaker } from './lines/speaker.tsx';
import { Floats } from './reactions/floats.tsx';
import { useChatRoom } from './room/use-chat-room.ts';
import './picture-chat.css';

const shownLines = 5;

/** What lies over the picture: reactions everywhere, and on a phone the last of what is said. */
export function PictureChat({ lot }: { readonly lot: LotRoom }) {
  const chat = useChatRoom(lot);
  if (chat === null) return null;
  const messages = chat.log.value?.messages ?? [];
  const standing = messages.slice(-shownLines * 4).filter(({ gone }) => gone === undefined);
  return (
    // The room itself is beside it, or opened by its button; here it is only looked at.
    <div class="picture-chat" aria-hidden="true">
      {isNarrow.value && (
        <ul class="picture-lines" data-testid="picture-lines">
          {standing.slice(-shownLines).map((message) => (
            <li key={message.seq}>
              <Speaker of={message.by} />{' '}
              <SaidText of={{ ...message, by: { ...message.by, rank: 'speaker' } }} />
            </li>
          ))}
        </ul>
      )}
      <Floats chat={chat} />
    </div>
  );
}
