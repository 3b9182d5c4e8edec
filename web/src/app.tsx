import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { ConnectionNotice } from './connection/connection-notice.tsx';
import { LobbyPage } from './lobby/lobby-page.tsx';
import { LotPage } from './lot/lot-page.tsx';
import { Announcement } from './page/announcement.tsx';
import { Header } from './page/header.tsx';
import { route } from './routing/location.ts';
import { paths, type Route } from './routing/routes.ts';
import { SessionNotice } from './session/session-notice.tsx';
import { SignInSheet } from './session/sign-in-sheet.tsx';
import { t } from './words/language.ts';

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
      return <Later key={at.lotId} load={loadConsole} lotId={at.lotId} />;
    case 'edit':
      return <Later key={at.lotId} load={loadEdit} lotId={at.lotId} />;
    case 'sell':
      return <Later key="sell" load={loadSell} />;
    case 'account':
      return <Later key="account" load={loadAccount} />;
    case 'admin':
      return <Later key="admin" load={loadAdmin} />;
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

type LoadedComponent = ComponentType<{ lotId: string }>;
const loadConsole = async (): Promise<LoadedComponent> =>
  (await import('./console/console-page.tsx')).ConsolePage;
const loadEdit = async (): Promise<LoadedComponent> => (await import('./sell/edit-page.tsx')).EditPage;
const loadSell = async (): Promise<LoadedComponent> => (await import('./sell/sell-page.tsx')).SellPage;
const loadAccount = async (): Promise<LoadedComponent> =>
  (await import('./account/account-page.tsx')).AccountPage;
const loadAdmin = async (): Promise<LoadedComponent> => (await import('./admin/admin-page.tsx')).AdminPage;

/** A place that is loaded when it is first entered: most people only look and bid. */
function Later({
  load,
  lotId = '',
}: {
  readonly load: () => Promise<LoadedComponent>;
  readonly lotId?: string;
}) {
  const [Loaded, setLoaded] = useState<LoadedComponent | null>(null);
  useEffect(() => {
    let isGone = false;
    void load().then((component) => {
      if (!isGone) setLoaded(() => component);
    });
    return () => {
      isGone = true;
    };
  }, [load]);
  return Loaded === null ? <p class="waiting">{t.value.page.loading}</p> : <Loaded lotId={lotId} />;
}
