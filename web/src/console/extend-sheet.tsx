import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../../schema/limits.ts';
import { Sheet } from '../look/sheet.tsx';
import { parseDuration } from '../words/countdown.ts';
import { t } from '../words/language.ts';

const leastMs = 1_000;

/** Asks by how much the auction is extended. */
export function ExtendSheet({
  onSubmit,
  onClose,
}: {
  onSubmit: (addMs: number) => void;
  onClose: () => void;
}) {
  const text = useSignal('1:00');
  const isWrong = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => input.current?.select(), []);
  const words = t.value.console;
  return (
    <Sheet title={t.value.console.extendTitle} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const addMs = parseDuration(text.value);
          isWrong.value = addMs === null || addMs < leastMs || addMs > limits.maxExtendMs;
          if (addMs !== null && !isWrong.value) onSubmit(addMs);
        }}
      >
        <div class="field">
          <label for={id}>{words.extendOwnLabel}</label>
          <input
            ref={input}
            id={id}
            class="input figures"
            data-testid="extend-amount"
            value={text.value}
            aria-invalid={isWrong.value}
            aria-describedby={`${id}-fault`}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              isWrong.value = false;
            }}
          />
          <p class="fault" id={`${id}-fault`} role="alert">
            {isWrong.value && t.value.sell.errors.duration}
          </p>
        </div>
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t.value.page.cancel}
          </button>
          <button type="submit" class="button lit" data-testid="extend-submit">
            {words.extendSubmit}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
