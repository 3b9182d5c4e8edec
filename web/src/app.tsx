import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { ConnectionNotice } from './connection/connection-notice.tsx';
import { LobbyPage } from './lobby/lobby-page.tsx';
import { LotPage } from './lot/lot-page.tsx';
import { Announcement } from './page/announcement.tsx';
import { Header } from './page/header.tsx';
import { route } from './routing/location.ts';
import { paths, type Route } from './routing/routes.ts';
import { SignInSheet } from './session/sign-in-sheet.tsx';
import { t } from './words/language.ts';

/** The page: its header, the place one is at, and the sheet that asks for a name. */
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
      return <Seller key={at.lotId} load={loadConsole} lotId={at.lotId} />;
    case 'edit':
      return <Seller key={at.lotId} load={loadEdit} lotId={at.lotId} />;
    case 'sell':
      return <Seller key="sell" load={loadSell} lotId="" />;
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

type LotComponent = ComponentType<{ lotId: string }>;
const loadConsole = async (): Promise<LotComponent> =>
  (await import('./console/console-page.tsx')).ConsolePage;
const loadEdit = async (): Promise<LotComponent> => (await import('./sell/edit-page.tsx')).EditPage;
const loadSell = async (): Promise<LotComponent> => (await import('./sell/sell-page.tsx')).SellPage;

/** A seller's place, loaded when it is first entered: most people only look and bid. */
function Seller({ load, lotId }: { readonly load: () => Promise<LotComponent>; readonly lotId: string }) {
  const [Loaded, setLoaded] = useState<LotComponent | null>(null);
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
