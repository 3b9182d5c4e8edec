import { useCallback, useState } from 'preact/hooks';
import type { AdminPersonDetail, Role } from '../../../schema/http.ts';
import { browserName } from '../account/browser-name.ts';
import { banPerson, changeRole, getPerson, signOutPerson, unbanPerson } from '../api/admin.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useDoing } from '../api/use-doing.ts';
import { serverClock } from '../connection/room.ts';
import { SureButton } from '../look/sure-button.tsx';
import { paths } from '../routing/routes.ts';
import { Avatar } from '../session/avatar.tsx';
import { person as self } from '../session/person.ts';
import { t } from '../words/language.ts';
import { dateAndTime } from '../words/spoken.ts';
import { AuditLog } from './audit-log.tsx';
import { BanSheet } from './ban-sheet.tsx';
import { personStanding } from './person-standing.ts';

/** One person with all that admins may see and do. */
export function PersonView({ personId }: { readonly personId: number }) {
  const load = useCallback(() => getPerson(personId), [personId]);
  const { answer, fault } = useAnswer(load);
  const [after, setAfter] = useState<AdminPersonDetail | null>(null);
  const shown = after ?? answer;
  return (
    <>
      <a class="button plain admin-back" href={paths.admin}>
        {t.value.admin.back}
      </a>
      {shown === null ? (
        <p class={fault === null ? 'hint' : 'fault'} role="status">
          {fault === null ? t.value.page.loading : t.value.codes[fault]}
        </p>
      ) : (
        <Shown person={shown} onDone={setAfter} />
      )}
    </>
  );
}

function Shown({
  person,
  onDone,
}: {
  readonly person: AdminPersonDetail;
  readonly onDone: (after: AdminPersonDetail) => void;
}) {
  const words = t.value.admin;
  const doing = useDoing();
  const [asksBan, setAsksBan] = useState(false);
  /** What was done, counted, so that the log is asked for anew. */
  const [deeds, setDeeds] = useState(0);
  const standing = personStanding(person);
  const isSelf = person.id === self.value?.id;
  const act = (work: () => Promise<AdminPersonDetail>) =>
    doing.run(async () => {
      onDone(await work());
      setDeeds((count) => count + 1);
    });

  return (
    <>
      <section class="block" data-testid="admin-shown" data-banned={person.banned ? '' : undefined}>
        <div class="admin-who">
          <Avatar of={person} />
          <div>
            <h2>{person.name}</h2>
            <p class="hint">
              {words.number(person.id)} · {words.kinds[person.kind]} ·{' '}
              {words.since(dateAndTime(person.createdAt))}
            </p>
          </div>
        </div>
        {standing !== null && (
          <p class="admin-ban" data-testid="admin-standing">
            <strong>{standing}</strong>
            {person.banned !== null && <span>“{person.banned.reason}”</span>}
          </p>
        )}
        {person.deletedAt === null && person.mergedInto === null && !isSelf && (
          <div class="admin-deeds">
            {person.kind === 'user' && (
              <label class="admin-role">
                <span class="label">{words.role}</span>
                <select
                  class="input"
                  data-testid="admin-role"
                  value={person.role}
                  disabled={doing.isBusy}
                  onChange={(event) => {
                    const role = event.currentTarget.value as Role;
                    void act(() => changeRole(person.id, role));
                  }}
                >
                  {(['user', 'moderator', 'admin'] as const).map((role) => (
                    <option key={role} value={role}>
                      {words.roles[role]}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <SureButton
              testId="admin-sign-out"
              label={words.signOut}
              sure={words.signOutSure}
              isDisabled={doing.isBusy || person.sessions.length === 0}
              onPress={() => void act(() => signOutPerson(person.id))}
            />
            {person.banned === null ? (
              <button
                type="button"
                class="button admin-danger"
                data-testid="admin-ban"
                disabled={doing.isBusy}
                onClick={() => setAsksBan(true)}
              >
                {words.ban}
              </button>
            ) : (
              <button
                type="button"
                class="button"
                data-testid="admin-unban"
                disabled={doing.isBusy}
                onClick={() => void act(() => unbanPerson(person.id))}
              >
                {words.unban}
              </button>
            )}
          </div>
        )}
        <p class="fault" role="alert">
          {doing.fault !== null && t.value.codes[doing.fault]}
        </p>
      </section>
      <div class="admin-pair">
        <section class="block">
          <h2>{words.identities}</h2>
          <ul class="admin-list">
            {person.identities.map(({ provider, subject, usedAt }) => (
              <li key={`${provider} ${subject}`}>
                <strong>{providerName(provider)}</strong> <span class="admin-id">{subject}</span>
                <span class="label">{t.value.account.wayUsed(dateAndTime(usedAt))}</span>
              </li>
            ))}
          </ul>
          {person.identities.length === 0 && <p class="hint">{words.noIdentities}</p>}
        </section>
        <section class="block">
          <h2>{words.sessions}</h2>
          <ul class="admin-list">
            {person.sessions.map(({ provider, createdAt, seenAt, agent, address }) => (
              <li key={`${createdAt} ${agent}`} data-testid="admin-session">
                <strong>{browserName(agent)}</strong> <span class="admin-id">{address}</span>
                <span class="label">
                  {providerName(provider)} · {t.value.account.seen(dateAndTime(seenAt))}
                </span>
              </li>
            ))}
          </ul>
          {person.sessions.length === 0 && <p class="hint">{words.noSessions}</p>}
        </section>
      </div>
      <section class="block">
        <h2>{words.audit}</h2>
        <AuditLog key={deeds} personId={person.id} />
      </section>
      {asksBan && (
        <BanSheet
          name={person.name}
          onBan={(reason, forMs) => {
            setAsksBan(false);
            const until = forMs === null ? null : Math.round(serverClock.nowMs()) + forMs;
            void act(() => banPerson(person.id, reason, until));
          }}
          onClose={() => setAsksBan(false)}
        />
      )}
    </>
  );
}

const providerName = (provider: string): string => {
  const words: Readonly<Record<string, string>> = t.value.session.providers;
  return words[provider] ?? provider;
};
