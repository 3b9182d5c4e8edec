import { Announcement } from '../page/announcement.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { route } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { person } from '../session/person.ts';
import { t } from '../words/language.ts';
import { AuditLog } from './audit-log.tsx';
import { PeopleSearch } from './people-search.tsx';
import { PersonView } from './person-view.tsx';
import './admin.css';

/** Where admins look after people. The server decides who may; this page only spares others the sight. */
export function AdminPage() {
  const words = t.value.admin;
  const at = route.value;
  const who = person.value;
  if (who === undefined || at.page !== 'admin') return <p class="waiting">{t.value.page.loading}</p>;
  if (who?.role !== 'admin') {
    return (
      <Announcement title={words.title} text={words.notAdmin}>
        <a class="button lit" href={paths.lobby}>
          {t.value.page.toLots}
        </a>
      </Announcement>
    );
  }
  return (
    <div class="admin" data-testid="admin">
      <div class="admin-head">
        <PageTitle class="admin-title" title={words.title} />
        <nav aria-label={words.title}>
          <a class="button plain" href={paths.admin} aria-current={at.isAudit ? undefined : 'page'}>
            {words.people}
          </a>
          <a
            class="button plain"
            data-testid="to-audit"
            href={paths.adminAudit}
            aria-current={at.isAudit ? 'page' : undefined}
          >
            {words.audit}
          </a>
        </nav>
      </div>
      {at.isAudit ? (
        <section class="block">
          <h2>{words.audit}</h2>
          <AuditLog personId={null} />
        </section>
      ) : at.personId === null ? (
        <PeopleSearch />
      ) : (
        <PersonView key={at.personId} personId={at.personId} />
      )}
    </div>
  );
}
