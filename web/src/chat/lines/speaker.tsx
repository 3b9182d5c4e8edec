import type { Speaker as Said } from '../../../../schema/chat/public.ts';
import { t } from '../../words/language.ts';

/** Who said something, and what that one is in the room. Whatever a name is made of, it stays to itself. */
export function Speaker({ of: { name, rank, isGuest } }: { readonly of: Said }) {
  const words = t.value.chat;
  return (
    <>
      {rank !== 'speaker' && (
        <span class="chat-rank" data-rank={rank}>
          {words.ranks[rank]}
        </span>
      )}
      <bdi class="chat-name">{name}</bdi>
      {isGuest && rank === 'speaker' && <span class="unseen"> ({words.guest})</span>}
    </>
  );
}
