import { useMemo } from 'preact/hooks';
import type { ChatMessage } from '../../../../schema/chat/public.ts';
import { isFewEmoji, withLinks } from './text-parts.ts';

/** What somebody said. Only who runs the room can lead others elsewhere. */
export function SaidText({ of: { text, by } }: { readonly of: Pick<ChatMessage, 'text' | 'by'> }) {
  const isLarge = useMemo(() => isFewEmoji(text), [text]);
  return (
    <bdi class="chat-text" data-large={isLarge ? '' : undefined}>
      {by.rank === 'speaker' ? text : <Linked text={text} />}
    </bdi>
  );
}

function Linked({ text }: { readonly text: string }) {
  return (
    <>
      {withLinks(text).map((part, n) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a key={n} href={part.href} target="_blank" rel="nofollow noopener noreferrer">
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
