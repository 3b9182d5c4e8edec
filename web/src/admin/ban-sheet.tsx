import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../../schema/limits.ts';
import { Choices } from '../look/choices.tsx';
import { Sheet } from '../look/sheet.tsx';
import { t } from '../words/language.ts';

const dayMs = 24 * 3_600_000;
const spansMs = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs, ever: null } as const;
type Span = keyof typeof spansMs;

interface BanSheetProps {
  readonly name: string;
  /** `forMs` is null for good. */
  readonly onBan: (reason: string, forMs: number | null) => void;
  readonly onClose: () => void;
}

/** Asks why somebody is shut out, and for how long. */
export function BanSheet({ name, onBan, onClose }: BanSheetProps) {
  const words = t.value.admin;
  const reason = useSignal('');
  const span = useSignal<Span>('week');
  const isMissing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => input.current?.focus(), []);
  return (
    <Sheet title={words.banTitle(name)} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const trimmed = reason.value.trim();
          isMissing.value = trimmed === '';
          if (isMissing.value) input.current?.focus();
          else onBan(trimmed, spansMs[span.value]);
        }}
      >
        <p class="hint">{words.banText}</p>
        <div class="field">
          <label for={id}>{words.reason}</label>
          <input
            ref={input}
            id={id}
            class="input"
            data-testid="ban-reason"
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
            {isMissing.value && words.needsReason}
          </p>
        </div>
        <Choices
          label={words.until}
          name="ban-span"
          values={(['day', 'week', 'month', 'ever'] as const).map((value) => ({
            value,
            word: words.spans[value],
          }))}
          chosen={span.value}
          onChoose={(next) => {
            span.value = next;
          }}
        />
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t.value.page.cancel}
          </button>
          <button type="submit" class="button admin-danger" data-testid="ban-submit">
            {words.ban}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
