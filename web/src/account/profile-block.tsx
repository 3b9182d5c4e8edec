import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { Person } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import { editProfile } from '../api/people.ts';
import { useDoing } from '../api/use-doing.ts';
import { Choices } from '../look/choices.tsx';
import { Avatar, avatarChanged } from '../session/avatar.tsx';
import { carryChanges } from '../session/person.ts';
import { type Language, language, speak, t } from '../words/language.ts';
import { smallPicture } from './small-picture.ts';

/** Name, picture and language. */
export function ProfileBlock({ user }: { readonly user: Person }) {
  const words = t.value.account;
  return (
    <section class="block">
      <h2>{words.profile}</h2>
      <PictureField user={user} />
      <NameForm key={user.name} who={user} />
      <LanguageField />
    </section>
  );
}

/** The own name, to be changed. */
export function NameForm({ who }: { readonly who: Person }) {
  const words = t.value.account;
  const name = useSignal(who.name);
  const fault = useSignal<string | null>(null);
  const doing = useDoing();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const said = fault.value ?? (doing.fault === null ? null : t.value.codes[doing.fault]);

  const submit = async () => {
    const trimmed = name.value.trim();
    if (trimmed === '') fault.value = t.value.session.empty;
    else if (trimmed.length > limits.maxNameChars) fault.value = t.value.session.tooLong(limits.maxNameChars);
    else if (await doing.run(() => editProfile({ name: trimmed }))) await carryChanges();
    else input.current?.focus();
  };
  return (
    <form
      class="field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label for={id}>{words.name}</label>
      <div class="account-line">
        <input
          ref={input}
          id={id}
          class="input"
          data-testid="account-name"
          autocomplete="nickname"
          value={name.value}
          aria-invalid={said !== null}
          aria-describedby={`${id}-said`}
          onInput={(event) => {
            name.value = event.currentTarget.value;
            fault.value = null;
            doing.forget();
          }}
        />
        <button
          type="submit"
          class="button"
          data-testid="account-name-save"
          disabled={doing.isBusy || name.value.trim() === who.name}
        >
          {words.save}
        </button>
      </div>
      <p id={`${id}-said`} class={said === null ? 'hint' : 'fault'} role="status">
        {said ?? words.nameHint}
      </p>
    </form>
  );
}

function PictureField({ user }: { readonly user: Person }) {
  const words = t.value.account;
  const doing = useDoing();
  const isUnreadable = useSignal(false);
  const hasPicture = useSignal(false);
  const file = useRef<HTMLInputElement>(null);
  const id = useId();

  const send = async (avatar: string | null) => {
    if (await doing.run(() => editProfile({ avatar }))) avatarChanged();
  };
  const choose = async (chosen: File) => {
    const avatar = await smallPicture(chosen);
    isUnreadable.value = avatar === null;
    if (avatar !== null) await send(avatar);
  };
  const said = isUnreadable.value
    ? words.pictureFailed
    : doing.fault === null
      ? null
      : t.value.codes[doing.fault];
  return (
    <div class="account-picture">
      <Avatar
        of={user}
        onKnown={(known) => {
          hasPicture.value = known;
        }}
      />
      <div class="field">
        <span class="field-label" id={id}>
          {words.picture}
        </span>
        <div class="account-line">
          <button
            type="button"
            class="button"
            data-testid="account-picture"
            disabled={doing.isBusy}
            onClick={() => file.current?.click()}
          >
            {words.choosePicture}
          </button>
          {hasPicture.value && (
            <button
              type="button"
              class="button plain"
              data-testid="account-picture-remove"
              disabled={doing.isBusy}
              onClick={() => void send(null)}
            >
              {words.removePicture}
            </button>
          )}
        </div>
        <input
          ref={file}
          type="file"
          accept="image/*"
          hidden
          aria-labelledby={id}
          data-testid="account-picture-file"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            // The same file may be chosen again.
            event.currentTarget.value = '';
            if (chosen) void choose(chosen);
          }}
        />
        <p class={said === null ? 'hint' : 'fault'} role="status">
          {said ?? words.pictureHint}
        </p>
      </div>
    </div>
  );
}

function LanguageField() {
  const words = t.value.account;
  const doing = useDoing();
  const values = (['ko', 'en'] as const).map((value) => ({ value, word: words.languages[value] }));
  const choose = (next: Language) => {
    speak(next);
    void doing.run(() => editProfile({ language: next }));
  };
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {words.language}
      </span>
      <Choices
        label={words.language}
        name="account-language"
        values={values}
        chosen={language.value}
        onChoose={choose}
      />
      {doing.fault !== null && (
        <p class="fault" role="status">
          {t.value.codes[doing.fault]}
        </p>
      )}
    </div>
  );
}
