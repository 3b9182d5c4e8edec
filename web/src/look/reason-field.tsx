import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../../schema/limits.ts';

/** A reason that is being typed. */
interface Reason {
  readonly text: ReadonlySignal<string>;
  readonly isMissing: ReadonlySignal<boolean>;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly type: (text: string) => void;
  /** What was typed; null if it is needed and missing, which is then said. */
  readonly given: () => string | null;
}

/** Keeps a reason while it is typed. */
export function useReason(isNeeded = true): Reason {
  const text = useSignal('');
  const isMissing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  return {
    text,
    isMissing,
    input,
    type: (typed) => {
      text.value = typed;
      isMissing.value = false;
    },
    given: () => {
      const trimmed = text.value.trim();
      isMissing.value = isNeeded && trimmed === '';
      if (!isMissing.value) return trimmed;
      input.current?.focus();
      return null;
    },
  };
}

interface ReasonFieldProps {
  readonly reason: Reason;
  readonly label: string;
  readonly testId: string;
  /** What is said when it is missing. */
  readonly missing: string;
}

/** Asks why. It has the focus when it appears. */
export function ReasonField({ reason, label, testId, missing }: ReasonFieldProps) {
  const { text, isMissing, input } = reason;
  const id = useId();
  useEffect(() => input.current?.focus(), [input]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        class="input"
        data-testid={testId}
        autocomplete="off"
        maxLength={limits.maxReasonChars}
        value={text.value}
        aria-invalid={isMissing.value}
        aria-describedby={`${id}-fault`}
        onInput={(event) => reason.type(event.currentTarget.value)}
      />
      <p class="fault" id={`${id}-fault`} role="alert">
        {isMissing.value && missing}
      </p>
    </div>
  );
}
