import { useComputed, useSignal } from '@preact/signals';
import { SendHorizontal, X } from 'lucide';
import { useId, useLayoutEffect, useMemo } from 'preact/hooks';
import { limits } from '../../../../schema/limits.ts';
import { nowMs } from '../../clock/ticker.ts';
import { Icon } from '../../look/icon.tsx';
import { askForAccount, ensureSignedIn, person } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import type { Talk } from '../room/talk.ts';
import { charsIn, oneLine } from './draft-text.ts';
import { draftOf } from './kept-draft.ts';
import { MentionList } from './mention-list.tsx';
import { type Mentionable, mentionedIn } from './mentions.ts';
import { RoomRules } from './room-rules.tsx';
import { SilenceNote } from './silence-note.tsx';
import { speakingOf } from './speaking.ts';
import { useMentions } from './use-mentions.ts';

/** From so many characters on, those left are counted. */
const countedFrom = limits.maxChatChars - 40;

interface ComposerProps {
  readonly chat: ChatRoom;
  readonly talk: Talk;
  readonly sellerId: number;
}

/** Where one says something. What is typed stays whatever comes in meanwhile, also over a reload and signing in. */
export function Composer({ chat, talk, sellerId }: ComposerProps) {
  const words = t.value.chat;
  const id = useId();
  const draft = draftOf(chat.lotId);
  const chosen = useSignal<readonly Mentionable[]>([]);
  const mentions = useMentions(chat, draft, chosen, talk);
  const settings = useComputed(() => chat.log.value?.settings ?? null);
  // As text: the frames in which nothing changes end here.
  const speakingText = useComputed(() => {
    if (settings.value === null) return JSON.stringify({ kind: 'may' });
    const mine = chat.mine.value;
    const mayEnd = mine?.muted?.until != null;
    return JSON.stringify(
      speakingOf({
        person: person.value,
        mine,
        settings: settings.value,
        nowMs: mayEnd ? nowMs.value : nowMs.peek(),
      }),
    );
  });
  const speaking = useMemo(
    () => JSON.parse(speakingText.value) as ReturnType<typeof speakingOf>,
    [speakingText.value],
  );
  const isSilent = speaking.kind === 'muted' || speaking.kind === 'follow';
  const text = draft.value;
  const chars = charsIn(text);
  const leftChars = limits.maxChatChars - chars;

  useLayoutEffect(() => {
    const input = talk.input.current;
    if (input === null) return;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }, [text, talk]);

  const send = async () => {
    const wish = oneLine(draft.peek()).trim();
    if (wish === '' || isSilent || charsIn(wish) > limits.maxChatChars) return;
    if (speaking.kind === 'account') return askForAccount();
    if (!(await ensureSignedIn())) return;
    chat.own.say({
      text: wish,
      replyTo: talk.replyTo.peek()?.seq ?? null,
      mentions: mentionedIn(wish, chosen.peek(), limits.maxChatMentions),
    });
    draft.value = '';
    chosen.value = [];
    talk.replyTo.value = null;
    talk.input.current?.focus();
  };

  return (
    <form
      class="chat-composer"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <RoomRules chat={chat} />
      <SilenceNote chat={chat} speaking={speaking} sellerId={sellerId} />
      <ReplyNote talk={talk} />
      <MentionList id={`${id}-people`} mentions={mentions} />
      <div class="chat-typing">
        <textarea
          ref={(element) => {
            talk.input.current = element;
          }}
          class="input"
          data-testid="chat-input"
          rows={1}
          maxLength={limits.maxChatTextUnits}
          aria-label={words.say}
          placeholder={words.say}
          autocomplete="off"
          enterkeyhint="send"
          disabled={isSilent}
          value={text}
          aria-autocomplete="list"
          aria-controls={mentions.people.length > 0 ? `${id}-people` : undefined}
          aria-activedescendant={mentions.people.length > 0 ? `${id}-people-${mentions.at}` : undefined}
          aria-invalid={leftChars < 0}
          aria-describedby={`${id}-count`}
          onInput={(event) => {
            const input = event.currentTarget;
            // What is being composed (한글) is left alone until it stands.
            draft.value = event.isComposing ? input.value : oneLine(input.value);
            mentions.follow();
          }}
          onSelect={mentions.follow}
          onBlur={mentions.close}
          onKeyDown={(event) => {
            const isComposing = event.isComposing || event.keyCode === 229;
            if (isComposing || mentions.take(event)) return;
            if (event.key === 'Escape' && talk.replyTo.peek() !== null) {
              talk.replyTo.value = null;
              event.preventDefault();
            }
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (!event.shiftKey) void send();
          }}
          onBeforeInput={(event) => {
            // Keyboards of phones say so only here, and some when what was composed is done.
            const { inputType, isComposing } = event as InputEvent;
            if (inputType !== 'insertLineBreak' && inputType !== 'insertParagraph') return;
            event.preventDefault();
            if (!isComposing) void send();
          }}
        />
        <button
          type="submit"
          class="button lit chat-send"
          data-testid="chat-send"
          aria-label={words.send}
          title={words.send}
          disabled={isSilent || leftChars < 0}
        >
          <Icon of={SendHorizontal} />
        </button>
      </div>
      <p class={leftChars < 0 ? 'fault' : 'hint'} id={`${id}-count`} aria-live="polite">
        {chars > countedFrom && (leftChars < 0 ? words.charsOver(-leftChars) : words.charsLeft(leftChars))}
      </p>
    </form>
  );
}

/** The message that is being answered. */
function ReplyNote({ talk }: { readonly talk: Talk }) {
  const words = t.value.chat;
  const message = talk.replyTo.value;
  if (message === null) return null;
  return (
    <p class="chat-replying" data-testid="chat-replying">
      <span>
        <strong>{words.replyTo(message.by.name)}</strong> {message.text}
      </span>
      <button
        type="button"
        class="button plain"
        aria-label={words.replyStop}
        onClick={() => {
          talk.replyTo.value = null;
          talk.input.current?.focus();
        }}
      >
        <Icon of={X} />
      </button>
    </p>
  );
}
