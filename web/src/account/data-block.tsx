import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { Person } from '../../../schema/http.ts';
import { deleteAccount, exportData } from '../api/people.ts';
import { useDoing } from '../api/use-doing.ts';
import { go } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { leaveBy, sessionNotice } from '../session/person.ts';
import { t } from '../words/language.ts';

const fileName = 'lotcast-data.json';

/** Takes the own data along, or has it deleted. */
export function DataBlock({ who }: { readonly who: Person }) {
  const words = t.value.account;
  const doing = useDoing();
  const download = () =>
    doing.run(async () => {
      const data = JSON.stringify(await exportData(), null, 2);
      const url = URL.createObjectURL(new Blob([data], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName;
      link.click();
      // The browser has to have begun by then.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
  return (
    <section class="block">
      <h2>{words.data}</h2>
      <p class="hint">{words.dataText}</p>
      <button
        type="button"
        class="button account-download"
        data-testid="export"
        disabled={doing.isBusy}
        onClick={() => void download()}
      >
        {doing.isBusy ? words.downloading : words.download}
      </button>
      <p class="fault" role="status">
        {doing.fault !== null && t.value.codes[doing.fault]}
      </p>
      <Deletion who={who} />
    </section>
  );
}

function Deletion({ who }: { readonly who: Person }) {
  const words = t.value.account;
  const confirmation = useSignal('');
  const isMismatch = useSignal(false);
  const doing = useDoing();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const said = isMismatch.value
    ? words.removeMismatch
    : doing.fault === null
      ? null
      : t.value.codes[doing.fault];

  const submit = async () => {
    isMismatch.value = confirmation.value.trim() !== who.name;
    if (isMismatch.value) input.current?.focus();
    else if (await doing.run(() => leaveBy(() => deleteAccount(who.name)))) {
      go(paths.lobby);
      sessionNotice.value = 'account_deleted';
    }
  };
  return (
    <details class="account-remove">
      <summary data-testid="delete-account">{words.remove}</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{words.removeText}</p>
        <div class="field">
          <label for={id}>{words.removeConfirm(who.name)}</label>
          <input
            ref={input}
            id={id}
            class="input"
            data-testid="delete-confirm"
            autocomplete="off"
            value={confirmation.value}
            aria-invalid={said !== null}
            aria-describedby={`${id}-said`}
            onInput={(event) => {
              confirmation.value = event.currentTarget.value;
              isMismatch.value = false;
              doing.forget();
            }}
          />
          <p id={`${id}-said`} class="fault" role="alert">
            {said}
          </p>
        </div>
        <button
          type="submit"
          class="button account-danger"
          data-testid="delete-submit"
          disabled={doing.isBusy}
        >
          {words.removeSubmit}
        </button>
      </form>
    </details>
  );
}
