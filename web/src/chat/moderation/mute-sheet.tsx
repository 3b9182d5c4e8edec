import { useSignal } from '@preact/signals';
import type { Code } from '../../api/request.ts';
import { Choices } from '../../look/choices.tsx';
import { ReasonField, useReason } from '../../look/reason-field.tsx';
import { Sheet } from '../../look/sheet.tsx';
import { t } from '../../words/language.ts';
import { refusalWords } from '../speaking/refusal-words.ts';

const minuteMs = 60_000;
const spansMs = {
  m1: minuteMs,
  m5: 5 * minuteMs,
  m10: 10 * minuteMs,
  h1: 60 * minuteMs,
  d1: 24 * 60 * minuteMs,
  ever: null,
} as const;
type Span = keyof typeof spansMs;

interface MuteSheetProps {
  readonly name: string;
  /** Why the last try was refused. */
  readonly fault: Code | null;
  /** `forMs` is null for good. */
  readonly onMute: (reason: string, forMs: number | null) => void;
  readonly onClose: () => void;
}

/** Asks why somebody may not speak, and for how long. */
export function MuteSheet({ name, fault, onMute, onClose }: MuteSheetProps) {
  const words = t.value.chat.mute;
  const reason = useReason();
  const span = useSignal<Span>('m5');
  return (
    <Sheet title={words.title(name)} testId="mute-sheet" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = reason.given();
          if (given !== null) onMute(given, spansMs[span.value]);
        }}
      >
        <p class={fault === null ? 'hint' : 'fault'} role="status">
          {fault === null ? words.text : refusalWords(fault)}
        </p>
        <ReasonField
          reason={reason}
          label={words.reason}
          testId="mute-reason"
          missing={t.value.admin.needsReason}
        />
        <div class="chat-spans">
          <Choices
            label={words.span}
            name="mute-span"
            values={(Object.keys(spansMs) as Span[]).map((value) => ({ value, word: words.spans[value] }))}
            chosen={span.value}
            onChoose={(next) => {
              span.value = next;
            }}
          />
        </div>
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t.value.page.cancel}
          </button>
          <button type="submit" class="button lit" data-testid="mute-submit">
            {words.submit}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
