import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SignInWays } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import { getSignInWays } from '../api/people.ts';
import { refusalOf } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Sheet } from '../look/sheet.tsx';
import { t } from '../words/language.ts';
import { answerQuestion, asksWho, enterAsGuest, person } from './person.ts';
import { ProviderButton } from './provider-button.tsx';
import './sign-in-sheet.css';

/** Asks who this is when somebody first bids or sells, over the page where they are. */
export function SignInSheet() {
  return asksWho.value ? <Question /> : null;
}

function Question() {
  const words = t.value.session;
  const { answer, fault, ask } = useAnswer(getSignInWays);
  // Who is a guest already is asked for an account.
  const ways = answer && { ...answer, guests: answer.guests && !person.value };
  const isForGuestsOnly = ways !== null && ways.providers.length === 0 && ways.guests;
  const close = () => answerQuestion(false);
  return (
    <Sheet title={isForGuestsOnly ? words.guestTitle : words.title} testId="sign-in-sheet" onClose={close}>
      {ways !== null ? (
        <Ways ways={ways} onClose={close} />
      ) : (
        <div class="sign-in">
          <p class={fault === null ? 'hint' : 'fault'} role="status">
            {fault === null ? t.value.page.loading : t.value.codes[fault]}
          </p>
          <div class="sheet-buttons">
            <button type="button" class="button" onClick={close}>
              {t.value.page.cancel}
            </button>
            {fault !== null && (
              <button type="button" class="button lit" onClick={ask}>
                {t.value.page.tryAgain}
              </button>
            )}
          </div>
        </div>
      )}
    </Sheet>
  );
}

function Ways({ ways, onClose }: { readonly ways: SignInWays; readonly onClose: () => void }) {
  const words = t.value.session;
  const { providers, guests } = ways;
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => first.current?.querySelector<HTMLElement>('a, input')?.focus(), []);
  return (
    <div ref={first} class="sign-in">
      <p class="hint">{providers.length === 0 && guests ? words.guestWhy : words.why}</p>
      {providers.length > 0 && (
        <div class="providers">
          {providers.map((provider) => (
            <ProviderButton key={provider.id} provider={provider} />
          ))}
        </div>
      )}
      {providers.length > 0 && guests && <p class="sign-in-or">{words.or}</p>}
      {guests ? (
        <GuestForm onClose={onClose} isAlone={providers.length === 0} />
      ) : (
        <>
          {providers.length === 0 && <p>{words.nobody}</p>}
          <div class="sheet-buttons">
            <button type="button" class="button" onClick={onClose}>
              {t.value.page.cancel}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function GuestForm({ onClose, isAlone }: { readonly onClose: () => void; readonly isAlone: boolean }) {
  const words = t.value.session;
  const name = useSignal('');
  const fault = useSignal<string | null>(null);
  const isSending = useSignal(false);
  const input = useRef<HTMLInputElement>(null);

  const submit = async () => {
    const trimmed = name.value.trim();
    if (trimmed === '') fault.value = words.empty;
    else if (trimmed.length > limits.maxNameChars) fault.value = words.tooLong(limits.maxNameChars);
    else {
      isSending.value = true;
      const refusal = await refusalOf(enterAsGuest(trimmed));
      isSending.value = false;
      fault.value = refusal === null ? null : t.value.codes[refusal.code];
    }
    if (fault.value !== null) input.current?.focus();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
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
        <button type="button" class="button" onClick={onClose}>
          {t.value.page.cancel}
        </button>
        <button
          type="submit"
          class={isAlone ? 'button lit' : 'button'}
          data-testid="sign-in-submit"
          disabled={isSending.value}
        >
          {words.submit}
        </button>
      </div>
    </form>
  );
}
