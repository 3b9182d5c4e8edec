import { endSession, listSessions } from '../api/people.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useDoing } from '../api/use-doing.ts';
import { SureButton } from '../look/sure-button.tsx';
import { signOutEverywhere } from '../session/person.ts';
import { t } from '../words/language.ts';
import { dateAndTime } from '../words/spoken.ts';
import { browserName } from './browser-name.ts';

/** Browsers in which one is signed in, and the way out of them. */
export function SessionsBlock() {
  const words = t.value.account;
  const { answer, fault: notLoaded, ask } = useAnswer(listSessions);
  const doing = useDoing();
  const sessions = answer?.sessions ?? [];
  const end = async (id: string) => {
    if (await doing.run(() => endSession(id))) ask();
  };
  const fault = doing.fault ?? notLoaded;
  return (
    <section class="block" data-testid="sessions">
      <h2>{words.sessions}</h2>
      {answer === null && notLoaded === null && <p class="hint">{t.value.page.loading}</p>}
      <ul class="account-list">
        {sessions.map(({ id, agent, address, seenAt, isThis }) => (
          <li key={id} data-testid="session" data-this={isThis ? '' : undefined}>
            <p>
              <strong>{browserName(agent)}</strong>
              <span class="label">
                {isThis ? <em class="account-here">{words.here}</em> : words.seen(dateAndTime(seenAt))}
                {' · '}
                <span class="figures">{address}</span>
              </span>
            </p>
            {!isThis && (
              <button
                type="button"
                class="button"
                data-testid="end-session"
                aria-label={words.endSession(browserName(agent))}
                disabled={doing.isBusy}
                onClick={() => void end(id)}
              >
                {words.endSessionShort}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p class="fault" role="status">
        {fault !== null && t.value.codes[fault]}
      </p>
      <SureButton
        testId="end-all-sessions"
        label={words.endAll}
        sure={words.endAllSure}
        isDisabled={doing.isBusy}
        onPress={() => void doing.run(signOutEverywhere)}
      />
    </section>
  );
}
