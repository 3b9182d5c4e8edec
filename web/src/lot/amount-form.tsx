import { signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { language, t } from '../words/language.ts';
import { groupDigits, parsePoints } from '../words/points.ts';
import { followTyped, takeTyped } from './typed-amounts.ts';

interface AmountFormProps {
  readonly lotId: string;
  readonly name: 'own' | 'max';
  readonly label: string;
  readonly submit: string;
  readonly isClosed: boolean;
  /** Says something about a legal amount: what it does, or why it will not do. */
  readonly remark: (points: number | null) => { readonly text: string; readonly isFault: boolean };
  readonly onSubmit: (points: number) => void;
  /** The last amount that was accepted: what is typed stays until then. */
  readonly acceptedPoints: number | null;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

/** A typed amount: the own bid or the own maximum. What is typed stays until it has been sent. */
export function AmountForm({
  lotId,
  name,
  label,
  submit,
  isClosed,
  remark,
  onSubmit,
  acceptedPoints,
  inputRef,
}: AmountFormProps) {
  const [text] = useState(() => signal(takeTyped(lotId, name)));
  useEffect(() => followTyped(lotId, name, text), [lotId, name, text]);
  const wasTried = useSignal(false);
  const id = useId();
  const points = parsePoints(text.value);
  useEffect(() => {
    if (acceptedPoints !== null && parsePoints(text.peek()) === acceptedPoints) text.value = '';
  }, [acceptedPoints, text]);
  const said = remark(points);
  const isFault = wasTried.value && (points === null || said.isFault);
  const shown = isFault && points === null ? t.value.bid.notAnAmount : said.text;
  return (
    <form
      class="amount"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        wasTried.value = true;
        if (points === null || said.isFault) {
          inputRef.current?.focus();
          return;
        }
        wasTried.value = false;
        onSubmit(points);
      }}
    >
      <label class="amount-label" for={id}>
        {label}
      </label>
      <div class="amount-row">
        <span class="amount-sign" aria-hidden="true">
          ₩
        </span>
        <input
          ref={inputRef}
          id={id}
          class="input figures"
          data-testid={`${name}-amount`}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          enterkeyhint="send"
          value={text.value}
          aria-invalid={isFault}
          aria-describedby={`${id}-said`}
          onInput={(event) => {
            text.value = groupDigits(event.currentTarget.value, language.value);
            event.currentTarget.value = text.value;
            wasTried.value = false;
          }}
        />
        <button type="submit" class="button" data-testid={`${name}-submit`} disabled={isClosed}>
          {submit}
        </button>
      </div>
      <p class={isFault ? 'fault' : 'hint'} id={`${id}-said`}>
        {shown}
      </p>
    </form>
  );
}
