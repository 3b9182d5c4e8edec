import { useSignal } from '@preact/signals';
import { Choices } from '../look/choices.tsx';
import { ReasonField, useReason } from '../look/reason-field.tsx';
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
  const reason = useReason();
  const span = useSignal<Span>('week');
  return (
    <Sheet title={words.banTitle(name)} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = reason.given();
          if (given !== null) onBan(given, spansMs[span.value]);
        }}
      >
        <p class="hint">{words.banText}</p>
        <ReasonField reason={reason} label={words.reason} testId="ban-reason" missing={words.needsReason} />
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
