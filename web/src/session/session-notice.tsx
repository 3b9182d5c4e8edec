import { X } from 'lucide';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import { ensureSignedIn, person, sessionNotice } from './person.ts';
import './session-notice.css';

/** Says that somebody was signed out, or why they could not sign in, until it has been read. */
export function SessionNotice() {
  const notice = sessionNotice.value;
  if (notice === null) return null;
  const close = () => {
    sessionNotice.value = null;
  };
  return (
    <div class="session-notice" role="status" data-testid="session-notice" data-notice={notice}>
      <p>
        {notice === 'signed_out' || notice === 'account_deleted'
          ? t.value.session[notice]
          : t.value.codes[notice]}
      </p>
      {person.value === null && notice !== 'banned' && notice !== 'account_deleted' && (
        <button
          type="button"
          class="button"
          onClick={() => {
            close();
            void ensureSignedIn();
          }}
        >
          {t.value.page.signIn}
        </button>
      )}
      <button type="button" class="button plain" aria-label={t.value.page.close} onClick={close}>
        <Icon of={X} />
      </button>
    </div>
  );
}
