import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '../../../schema/limits.ts';
import { refusalOf } from '../api/request.ts';
import { Sheet } from '../look/sheet.tsx';
import { t } from '../words/language.ts';
import { answerQuestion, asksForName, signIn } from './person.ts';

/** Asks for a name when somebody first bids or sells, over the page where they are. */
export function SignInSheet() {
  return asksForName.value ? <NameQuestion /> : null;
}

function NameQuestion() {
  const words = t.value.session;
  const name = useSignal('');
  const fault = useSignal<string | null>(null);
  const isSending = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  const submit = async () => {
    const trimmed = name.value.trim();
    if (trimmed === '') fault.value = words.empty;
    else if (trimmed.length > limits.maxNameChars) fault.value = words.tooLong(limits.maxNameChars);
    else {
      isSending.value = true;
      const refusal = await refusalOf(signIn(trimmed));
      isSending.value = false;
      fault.value = refusal === null ? null : t.value.codes[refusal.code];
    }
    if (fault.value !== null) input.current?.focus();
  };
  return (
    <Sheet title={words.title} testId="sign-in-sheet" onClose={() => answerQuestion(false)}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="hint">{words.why}</p>
        <div class="field">
          <label for="sign-in-name">{words.name}</label>
          <input
            ref={input}
            id="sign-in-name"
            class="input"
            data-testid="sign-in-name"
            autocomplete="nickname"
            value={name.value}
            aria-invalid={fault.value !== null}
            aria-describedby="sign-in-fault"
            onInput={(event) => {
              name.value = event.currentTarget.value;
              fault.value = null;
            }}
          />
          <p class="fault" id="sign-in-fault" role="alert">
            {fault.value}
          </p>
        </div>
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={() => answerQuestion(false)}>
            {t.value.page.cancel}
          </button>
          <button type="submit" class="button lit" data-testid="sign-in-submit" disabled={isSending.value}>
            {words.submit}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
