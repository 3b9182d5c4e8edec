import type { ChatMessage } from '../../../../schema/chat/public.ts';
import { person } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import type { Talk } from '../room/talk.ts';
import { SaidText } from './said-text.tsx';
import { Speaker } from './speaker.tsx';

interface MessageRowProps {
  readonly message: ChatMessage;
  /** The message that it answers: null if it is not known here, undefined if it answers none. */
  readonly quoted: ChatMessage | null | undefined;
  /** Of all these rows one is reached by the tab key, the others from there. */
  readonly isTabStop: boolean;
  readonly talk: Talk;
}

/** A message: who said it, what it answers, and what it says. */
export function MessageRow({ message, quoted, isTabStop, talk }: MessageRowProps) {
  const words = t.value.chat;
  const me = person.value?.id;
  const isForMe = me !== undefined && (message.mentions?.includes(me) || quoted?.by.id === me);
  return (
    <div
      class="chat-message"
      data-testid="chat-message"
      data-key={`m${message.seq}`}
      data-seq={message.seq}
      data-rank={message.by.rank}
      data-own={message.by.id === me ? '' : undefined}
      data-for-me={isForMe ? '' : undefined}
    >
      {message.replyTo !== undefined && <Quote seq={message.replyTo} quoted={quoted ?? null} talk={talk} />}
      <p>
        <Speaker of={message.by} /> <SaidText of={message} />
      </p>
      <button
        type="button"
        class="chat-more"
        data-testid="chat-more"
        tabIndex={isTabStop ? 0 : -1}
        aria-label={words.more(message.by.name)}
        aria-haspopup="dialog"
        onClick={() => {
          talk.menuOf.value = message;
        }}
      >
        <span aria-hidden="true">⋯</span>
      </button>
    </div>
  );
}

interface QuoteProps {
  readonly seq: number;
  readonly quoted: ChatMessage | null;
  readonly talk: Talk;
}

/** The message that is answered, in one line; it leads there. */
function Quote({ seq, quoted, talk }: QuoteProps) {
  const words = t.value.chat;
  const isThere = quoted !== null && quoted.gone === undefined;
  const said = isThere ? `${quoted.by.name}: ${quoted.text}` : null;
  return (
    <button
      type="button"
      class="chat-quote"
      data-testid="chat-quote"
      tabIndex={-1}
      aria-label={isThere ? words.replyOf(quoted.by.name, quoted.text) : undefined}
      onClick={() => {
        talk.jumpTo.value = seq;
      }}
    >
      {said ?? (quoted?.gone ? words.gone[quoted.gone](1) : words.replyToEarlier)}
    </button>
  );
}
