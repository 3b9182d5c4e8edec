import { useComputed } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { nowMs } from '../../clock/ticker.ts';
import { connectionState } from '../../connection/room.ts';
import { person } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import { stretchOfTime } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import type { Talk } from '../room/talk.ts';
import { draftOf } from './kept-draft.ts';
import type { OwnMessage } from './own-messages.ts';
import { refusalWords } from './refusal-words.ts';

/** A press is answered at once; that it takes long is said after a while only. */
const patienceMs = 1_500;

interface OwnRowProps {
  readonly chat: ChatRoom;
  readonly own: OwnMessage;
  readonly talk: Talk;
}

/** A message of one's own that the room does not show yet, or why it never will. */
export function OwnRow({ chat, own, talk }: OwnRowProps) {
  const { kind } = own.outcome;
  return (
    <div class="chat-own" data-testid="chat-own" data-outcome={kind}>
      <p>
        <bdi class="chat-name">{person.value?.name}</bdi> <bdi class="chat-text">{own.text}</bdi>
      </p>
      {kind === 'pending' && <Waiting />}
      {(kind === 'held' || kind === 'refused') && <Answer chat={chat} own={own} talk={talk} />}
    </div>
  );
}

function Waiting() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  const words = t.value.chat;
  if (!isLong) return null;
  return <p class="hint">{connectionState.value.kind === 'open' ? words.sending : words.waitsForNetwork}</p>;
}

function Answer({ chat, own, talk }: OwnRowProps) {
  const words = t.value.chat;
  const { outcome } = own;
  const isHeld = outcome.kind === 'held';
  const untilMs = outcome.kind === 'refused' ? outcome.untilMs : null;
  // In whole seconds, so that the frames in which nothing changes end here.
  const waitS = useComputed(() =>
    untilMs === null ? 0 : Math.max(0, Math.ceil((untilMs - nowMs.value) / 1_000)),
  );
  const dismiss = () => chat.own.dismiss(own.sayId);
  const edit = () => {
    const draft = draftOf(chat.lotId);
    draft.value = draft.value === '' ? own.text : `${own.text} ${draft.value}`;
    dismiss();
    talk.input.current?.focus();
  };
  return (
    <>
      <p class={isHeld ? 'hint' : 'fault'} role="status">
        {outcome.kind === 'refused' ? refusalWords(outcome.code) : t.value.codes.held}
        {waitS.value > 0 && <span class="figures"> {words.again(stretchOfTime(waitS.value * 1_000))}</span>}
      </p>
      <p class="chat-own-buttons">
        {untilMs !== null && (
          <button
            type="button"
            class="button plain"
            data-testid="chat-again"
            disabled={waitS.value > 0}
            onClick={() => {
              dismiss();
              chat.own.say(own);
            }}
          >
            {words.sayAgain}
          </button>
        )}
        {!isHeld && (
          <button type="button" class="button plain" data-testid="chat-edit" onClick={edit}>
            {words.edit}
          </button>
        )}
        <button type="button" class="button plain" data-testid="chat-dismiss" onClick={dismiss}>
          {words.dismiss}
        </button>
      </p>
    </>
  );
}
