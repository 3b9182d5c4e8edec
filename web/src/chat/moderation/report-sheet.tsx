import { ReasonField, useReason } from '../../look/reason-field.tsx';
import { Sheet } from '../../look/sheet.tsx';
import { t } from '../../words/language.ts';

interface ReportSheetProps {
  readonly onReport: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks what is wrong with a message. */
export function ReportSheet({ onReport, onClose }: ReportSheetProps) {
  const words = t.value.chat;
  const reason = useReason();
  return (
    <Sheet title={words.menu.reportTitle} testId="report-sheet" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = reason.given();
          if (given !== null) onReport(given);
        }}
      >
        <p class="hint">{words.menu.reportText}</p>
        <ReasonField
          reason={reason}
          label={words.mute.reason}
          testId="report-reason"
          missing={t.value.admin.needsReason}
        />
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t.value.page.cancel}
          </button>
          <button type="submit" class="button lit" data-testid="report-submit">
            {words.menu.report}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
