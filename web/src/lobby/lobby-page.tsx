import { useSignal } from '@preact/signals';
import { Search } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { limits } from '../../../schema/limits.ts';
import { Icon } from '../look/icon.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { go, query } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { person } from '../session/person.ts';
import { t } from '../words/language.ts';
import { cardsOf, type Section, sections } from './cards.ts';
import { enterLobby, type LobbyStore } from './lobby-store.ts';
import { LotCard } from './lot-card.tsx';
import './lobby.css';

const typingMs = 250;

/** The lobby: live lots first, then what comes, then what was. With `only` it is the list of that section. */
export function LobbyPage({ only }: { readonly only: Section | null }) {
  const words = t.value.lobby;
  const shown = only === null ? sections : [only];
  const searched = query.value.get('q') ?? '';
  const sellerId = person.value?.id ?? null;
  const [store, setStore] = useState<LobbyStore | null>(null);
  useEffect(() => {
    const entered = enterLobby(shown, searched, sellerId);
    setStore(entered);
    return () => entered.leave();
  }, [only, searched, sellerId]);

  return (
    <div class="lobby">
      <div class="lobby-head">
        <PageTitle title={only === 'results' ? words.resultsTitle : words.title} />
        <SearchField path={only === 'results' ? paths.results : paths.lobby} searched={searched} />
      </div>
      {store !== null && <Sections store={store} shown={shown} searched={searched} />}
    </div>
  );
}

function SearchField({ path, searched }: { readonly path: string; readonly searched: string }) {
  const words = t.value.lobby;
  const text = useSignal(searched);
  useEffect(() => {
    const wish = text.value.trim();
    if (wish === searched) return;
    const timer = setTimeout(
      () => go(wish === '' ? path : `${path}?q=${encodeURIComponent(wish)}`, { replace: true }),
      typingMs,
    );
    return () => clearTimeout(timer);
  }, [text.value, path, searched]);
  return (
    <search class="lobby-search">
      <Icon of={Search} />
      <input
        class="input"
        type="search"
        data-testid="search"
        aria-label={words.search}
        placeholder={words.search}
        maxLength={limits.maxSearchChars}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
    </search>
  );
}

interface SectionsProps {
  readonly store: LobbyStore;
  readonly shown: readonly Section[];
  readonly searched: string;
}

function Sections({ store, shown, searched }: SectionsProps) {
  const words = t.value.lobby;
  if (!store.isLoaded.value) return <p class="waiting">{t.value.page.loading}</p>;
  const filled = shown.filter((section) => cardsOf(store.cards.value, section).length > 0);
  return (
    <>
      {store.hasFailed.value && (
        <p class="lobby-empty" role="alert">
          {words.failed}
          <button type="button" class="button" onClick={() => void store.reload()}>
            {t.value.page.tryAgain}
          </button>
        </p>
      )}
      {filled.length === 0 && searched !== '' && <p class="lobby-empty">{words.nothingFound(searched)}</p>}
      {!filled.includes('live') && shown.includes('live') && searched === '' && (
        <p class="lobby-empty" data-testid="nothing-live">
          {words.nothingLive}
          <a class="button" href={paths.sell}>
            {words.listFirst}
          </a>
        </p>
      )}
      {filled.length === 0 && !shown.includes('live') && searched === '' && (
        <p class="lobby-empty">{words.nothingYet}</p>
      )}
      {filled.map((section) => (
        <CardSection key={section} store={store} section={section} />
      ))}
    </>
  );
}

function CardSection({ store, section }: { readonly store: LobbyStore; readonly section: Section }) {
  const words = t.value.lobby;
  const titleId = `lobby-${section}`;
  return (
    <section class="lobby-section" aria-labelledby={titleId} data-testid={titleId}>
      <h2 id={titleId}>{words[section]}</h2>
      <ul class="cards">
        {cardsOf(store.cards.value, section).map((card) => (
          <li key={card.id}>
            <LotCard card={card} viewers={store.viewers.value.get(card.id) ?? 0} />
          </li>
        ))}
      </ul>
      {store.more.value.has(section) && (
        <button
          type="button"
          class="button"
          data-testid={`more-${section}`}
          onClick={() => void store.loadMore(section)}
        >
          {words.more}
        </button>
      )}
    </section>
  );
}
