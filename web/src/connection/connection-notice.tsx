import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/language.ts';
import { connectionState, link } from './room.ts';

/** A blink of a moment is not worth a word; a first connection may take a little longer. */
const patienceMs = 700;
const firstPatienceMs = 2_000;

/** Says what a broken connection means for what is on the screen, and nothing while all is well. */
export function ConnectionNotice() {
  const state = connectionState.value;
  const isWell = state.kind === 'open';
  const waitMs = state.kind === 'connecting' ? firstPatienceMs : patienceMs;
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (isWell) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), waitMs);
    return () => clearTimeout(timer);
  }, [isWell, waitMs]);
  if (isWell || !isShown) return null;
  const words = t.value.connection;
  const texts = {
    connecting: words.connectingText,
    behind: words.behindText,
    reconnecting: words.reconnectingText,
    offline: words.offlineText,
    refused: state.kind === 'refused' ? words.refusedText(state.closeCode) : '',
  };
  return (
    <div class="connection-notice" role="status" data-testid="connection-notice" data-state={state.kind}>
      <p>
        <strong>{words[state.kind]}</strong> {texts[state.kind]}
      </p>
      {state.kind === 'refused' && (
        <button type="button" class="button" onClick={() => link.reopen()}>
          {t.value.page.tryAgain}
        </button>
      )}
    </div>
  );
}
