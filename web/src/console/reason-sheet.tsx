import { ReasonField, useReason } from '../look/reason-field.tsx';
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
  const reason = useReason(isNeeded);
  return (
    <Sheet title={title} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = reason.given();
          if (given !== null) onSubmit(given);
        }}
      >
        {text !== undefined && <p>{text}</p>}
        <ReasonField reason={reason} label={label} testId="reason" missing={t.value.console.needsReason} />
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
