import { useErrorBoundary } from 'preact/hooks';
import { ConnectionNotice } from './connection/connection-notice.tsx';
import { LobbyPage } from './lobby/lobby-page.tsx';
import { later } from './look/later.tsx';
import { LotPage } from './lot/lot-page.tsx';
import { Announcement } from './page/announcement.tsx';
import { Header } from './page/header.tsx';
import { route } from './routing/location.ts';
import { paths, type Route } from './routing/routes.ts';
import { SessionNotice } from './session/session-notice.tsx';
import { SignInSheet } from './session/sign-in-sheet.tsx';
import { t } from './words/language.ts';

const waiting = () => <p class="waiting">{t.value.page.loading}</p>;
// Loaded when they are first entered: most people only look and bid.
const ConsolePage = later(async () => (await import('./console/console-page.tsx')).ConsolePage, waiting);
const EditPage = later(async () => (await import('./sell/edit-page.tsx')).EditPage, waiting);
const SellPage = later(async () => (await import('./sell/sell-page.tsx')).SellPage, waiting);
const AccountPage = later(async () => (await import('./account/account-page.tsx')).AccountPage, waiting);
const AdminPage = later(async () => (await import('./admin/admin-page.tsx')).AdminPage, waiting);

/** The page: its header, the place one is at, and the sheet that asks who one is. */
export function App() {
  const [error] = useErrorBoundary((thrown: unknown) => console.error(thrown));
  const words = t.value.page;
  return (
    <>
      <Header />
      <main id="content">
        {error === undefined ? (
          <Place at={route.value} />
        ) : (
          <Announcement title={words.name} text={words.broken}>
            <button type="button" class="button lit" onClick={() => window.location.reload()}>
              {words.reload}
            </button>
          </Announcement>
        )}
      </main>
      <ConnectionNotice />
      <SessionNotice />
      <SignInSheet />
    </>
  );
}

function Place({ at }: { readonly at: Route }) {
  switch (at.page) {
    case 'lobby':
      return <LobbyPage key="lobby" only={null} />;
    case 'results':
      return <LobbyPage key="results" only="results" />;
    case 'lot':
      return <LotPage key={at.lotId} lotId={at.lotId} />;
    case 'console':
      return <ConsolePage key={at.lotId} lotId={at.lotId} />;
    case 'edit':
      return <EditPage key={at.lotId} lotId={at.lotId} />;
    case 'sell':
      return <SellPage key="sell" />;
    case 'account':
      return <AccountPage key="account" />;
    case 'admin':
      return <AdminPage key="admin" />;
    case 'notFound':
      return (
        <Announcement title={t.value.page.notFoundTitle} text={t.value.page.notFoundText}>
          <a class="button lit" href={paths.lobby}>
            {t.value.page.toLots}
          </a>
        </Announcement>
      );
  }
}
