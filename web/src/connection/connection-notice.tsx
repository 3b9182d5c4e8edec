import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/language.ts';
import { connectionState, link } from './room.ts';

/** A blink of a moment is not worth a word. */
const patienceMs = 700;

/** Says what a broken connection means for what is on the screen, and nothing while all is well. */
export function ConnectionNotice() {
  const state = connectionState.value;
  const isWell = state.kind === 'open' || state.kind === 'connecting';
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (isWell) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isWell]);
  if (isWell || !isShown) return null;
  const words = t.value.connection;
  return (
    <div class="connection-notice" role="status" data-testid="connection-notice">
      {state.kind === 'behind' && words.behindText}
      {state.kind === 'reconnecting' && words.reconnectingText}
      {state.kind === 'offline' && words.offlineText}
      {state.kind === 'refused' && words.refusedText(state.closeCode)}
      {state.kind === 'refused' && (
        <button type="button" class="button" onClick={() => link.reopen()}>
          {t.value.page.tryAgain}
        </button>
      )}
    </div>
  );
}
