import { useCallback } from 'preact/hooks';
import type { AuditPage, Role } from '../../../schema/http.ts';
import { listAudit } from '../api/admin.ts';
import { usePages } from '../api/use-pages.ts';
import { paths } from '../routing/routes.ts';
import { t } from '../words/language.ts';
import { dateAndTime } from '../words/spoken.ts';

type Entry = AuditPage['entries'][number];

/** What was done to people, and by whom: about one person, or about everybody. */
export function AuditLog({ personId }: { readonly personId: number | null }) {
  const words = t.value.admin;
  const load = useCallback(
    async (cursor: number | null) => {
      const { entries, next } = await listAudit(personId, cursor);
      return { items: entries, next };
    },
    [personId],
  );
  const { items, hasMore, fault, more } = usePages(load);
  return (
    <>
      {(fault !== null || items?.length === 0) && (
        <p class={fault === null ? 'hint' : 'fault'} role="status">
          {fault === null ? words.auditEmpty : t.value.codes[fault]}
        </p>
      )}
      <ol class="admin-list" data-testid="audit">
        {items?.map((entry) => (
          <AuditEntry key={entry.id} entry={entry} isAboutOne={personId !== null} />
        ))}
      </ol>
      {hasMore && (
        <button type="button" class="button" data-testid="audit-more" onClick={more}>
          {words.auditMore}
        </button>
      )}
    </>
  );
}

function AuditEntry({ entry, isAboutOne }: { readonly entry: Entry; readonly isAboutOne: boolean }) {
  const words = t.value.admin;
  const { at, by, action, person, lot, details, requestId } = entry;
  const said = Object.entries(details).map(([name, value]) => detailWords(name, value));
  return (
    <li data-testid="audit-entry" data-action={action}>
      <span class="admin-action">
        <strong>{words.actions[action]}</strong>
        {person !== null && !isAboutOne && <a href={paths.adminPerson(person.id)}>{person.name}</a>}
        {lot !== null && <a href={paths.lot(lot)}>{words.lot(lot)}</a>}
      </span>
      {said.length > 0 && <span class="admin-details">{said.join(' · ')}</span>}
      <span class="label">
        {dateAndTime(at)} · {by === null ? words.byHouse : words.by(by.name)}
        {requestId !== null && (
          <>
            {' · '}
            <span class="admin-id">{requestId}</span>
          </>
        )}
      </span>
    </li>
  );
}

function detailWords(name: string, value: unknown): string {
  const words = t.value.admin;
  if (name === 'reason') return `“${value}”`;
  if (name === 'until')
    return typeof value === 'number' ? words.bannedUntil(dateAndTime(value)) : words.bannedForGood;
  if (name === 'from') return words.before(roleWords(value));
  if (name === 'to') return words.now(roleWords(value));
  return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

const roleWords = (value: unknown): string => t.value.admin.roles[value as Role] ?? String(value);
