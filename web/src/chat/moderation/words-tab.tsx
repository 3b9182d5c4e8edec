import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useId } from 'preact/hooks';
import { limits } from '../../../../schema/limits.ts';
import { getChatWords, setChatWords } from '../../api/chat.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useDoing } from '../../api/use-doing.ts';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { refusalWords } from '../speaking/refusal-words.ts';
import { actions, listsOf, type TypedWords, typedOf } from './word-lists.ts';

/** Words that this room blocks, beside those of the house. */
export function WordsTab({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat.room;
  const id = useId();
  const load = useCallback(() => getChatWords(chat.lotId), [chat]);
  const { answer, fault } = useAnswer(load);
  const typed = useSignal<TypedWords | null>(null);
  const said = useSignal<{ readonly text: string; readonly isFault: boolean } | null>(null);
  const doing = useDoing();
  useEffect(() => {
    if (answer !== null) typed.value = typedOf(answer.lists);
  }, [answer, typed]);
  const save = async () => {
    const read = listsOf(typed.peek() ?? { mask: '', hold: '', refuse: '' });
    if ('tooLong' in read) {
      said.value = { text: words.tooLongWord(read.tooLong, limits.maxWordChars), isFault: true };
    } else if ('tooMany' in read) {
      said.value = { text: words.tooManyWords(limits.maxRoomWords), isFault: true };
    } else if (await doing.run(() => setChatWords(chat.lotId, read.lists))) {
      said.value = { text: words.saved, isFault: false };
    } else said.value = null;
  };
  if (typed.value === null) {
    return <p class="hint">{fault === null ? t.value.page.loading : refusalWords(fault)}</p>;
  }
  const failure = doing.fault;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="hint">{words.wordsText}</p>
      {actions.map((action) => (
        <div key={action} class="field">
          <label for={`${id}-${action}`}>{words.words[action]}</label>
          <textarea
            id={`${id}-${action}`}
            class="input"
            data-testid={`room-words-${action}`}
            rows={3}
            spellcheck={false}
            value={typed.value?.[action] ?? ''}
            onInput={(event) => {
              if (typed.value !== null) typed.value = { ...typed.value, [action]: event.currentTarget.value };
              said.value = null;
            }}
          />
        </div>
      ))}
      <p class={failure !== null || said.value?.isFault ? 'fault' : 'hint'} role="status">
        {failure !== null ? refusalWords(failure) : said.value?.text}
      </p>
      <div class="sheet-buttons">
        <button type="submit" class="button lit" data-testid="room-words-save" disabled={doing.isBusy}>
          {words.save}
        </button>
      </div>
    </form>
  );
}
