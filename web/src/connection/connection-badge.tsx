import { t } from '../words/language.ts';
import { connectionState } from './room.ts';
import './connection.css';

/** How it stands with the connection, always in words. */
export function ConnectionBadge() {
  const { kind } = connectionState.value;
  return (
    <span class="connection" data-testid="connection" data-state={kind}>
      <span class="connection-dot" aria-hidden="true" />
      <span class="connection-word">
        <span class="unseen">{t.value.connection.label}: </span>
        {t.value.connection[kind]}
      </span>
    </span>
  );
}
