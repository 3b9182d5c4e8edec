import { Icon } from '../../look/icon.tsx';
import { ensureSignedIn } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { reactionIcons } from './reaction-icons.ts';
import { reactionRow } from './reactions.ts';

/** Says something without words: one press, one heart. */
export function ReactionButtons({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat;
  return (
    <fieldset class="reactions" aria-label={words.reactions}>
      {reactionRow.map((kind) => (
        <button
          key={kind}
          type="button"
          class="reaction"
          data-testid={`react-${kind}`}
          data-kind={kind}
          aria-label={words.react[kind]}
          title={words.react[kind]}
          onClick={async () => {
            if (await ensureSignedIn()) chat.react(kind);
          }}
        >
          <Icon of={reactionIcons[kind]} />
        </button>
      ))}
    </fieldset>
  );
}
