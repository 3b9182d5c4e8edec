import { useId } from 'preact/hooks';
import { language } from '../words/language.ts';
import { groupDigits } from '../words/points.ts';
import type { Draft } from './draft.ts';
import type { SellForm } from './sell-form.ts';

type TextField = { [Name in keyof Draft]: Draft[Name] extends string ? Name : never }[keyof Draft];

interface FieldProps {
  readonly form: SellForm;
  readonly name: TextField;
  readonly label: string;
  readonly hint?: string;
  /** How it is typed: words, many words, an amount of money, or digits. */
  readonly kind?: 'text' | 'long' | 'amount' | 'digits' | 'moment';
}

const inputModes = { text: 'text', amount: 'numeric', digits: 'decimal' } as const;

/** A labelled field with its hint and, once it was tried, what is wrong with it. */
export function Field({ form, name, label, hint, kind = 'text' }: FieldProps) {
  const id = useId();
  const fault = form.faultAt(name);
  const shared = {
    id,
    class: kind === 'amount' || kind === 'digits' ? 'input figures' : 'input',
    'data-testid': `sell-${name}`,
    value: form.draft.value[name],
    'aria-invalid': fault !== null,
    'aria-describedby': `${id}-said`,
  };
  const take = (text: string) =>
    form.change({ [name]: kind === 'amount' ? groupDigits(text, language.value) : text });
  return (
    <div class="field" data-kind={kind}>
      <label for={id}>{label}</label>
      {kind === 'long' ? (
        <textarea {...shared} onInput={(event) => take(event.currentTarget.value)} />
      ) : kind === 'moment' ? (
        <input {...shared} type="datetime-local" onInput={(event) => take(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={inputModes[kind]}
          autocomplete="off"
          onInput={(event) => {
            take(event.currentTarget.value);
            // Grouping may leave the value as it was, which alone would not redraw what was typed over it.
            event.currentTarget.value = form.draft.value[name];
          }}
        />
      )}
      <p id={`${id}-said`} class={fault === null ? 'hint' : 'fault'}>
        {fault ?? hint}
      </p>
    </div>
  );
}
