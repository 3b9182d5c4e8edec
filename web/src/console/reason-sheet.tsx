import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../../schema/limits.ts';
import { Sheet } from '../look/sheet.tsx';
import { t } from '../words/language.ts';

interface ReasonSheetProps {
  readonly title: string;
  readonly text?: string;
  readonly label: string;
  readonly submit: string;
  readonly isNeeded: boolean;
  readonly onSubmit: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks why, because bidders are told. */
export function ReasonSheet({ title, text, label, submit, isNeeded, onSubmit, onClose }: ReasonSheetProps) {
  const reason = useSignal('');
  const isMissing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => input.current?.focus(), []);
  return (
    <Sheet title={title} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const trimmed = reason.value.trim();
          isMissing.value = isNeeded && trimmed === '';
          if (isMissing.value) input.current?.focus();
          else onSubmit(trimmed);
        }}
      >
        {text !== undefined && <p>{text}</p>}
        <div class="field">
          <label for={id}>{label}</label>
          <input
            ref={input}
            id={id}
            class="input"
            data-testid="reason"
            autocomplete="off"
            maxLength={limits.maxReasonChars}
            value={reason.value}
            aria-invalid={isMissing.value}
            aria-describedby={`${id}-fault`}
            onInput={(event) => {
              reason.value = event.currentTarget.value;
              isMissing.value = false;
            }}
          />
          <p class="fault" id={`${id}-fault`} role="alert">
            {isMissing.value && t.value.console.needsReason}
          </p>
        </div>
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t.value.page.cancel}
          </button>
          <button type="submit" class="button lit" data-testid="reason-submit">
            {submit}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
