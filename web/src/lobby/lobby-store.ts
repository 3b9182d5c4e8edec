import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { listLots } from '../api/lots.ts';
import { Refusal } from '../api/request.ts';
import { link, onMessage, onWelcome } from '../connection/room.ts';
import { type Cards, phasesOf, type Section, withChanges, withCounts, withPage } from './cards.ts';

/** New lots come in bursts; one look serves them all. */
const reloadAfterMs = 600;
const pageItems = 24;

/** The lots of the lobby, kept moving by the lobby feed. */
export interface LobbyStore {
  readonly cards: ReadonlySignal<Cards>;
  /** How many watch each lot that anybody watches. */
  readonly viewers: ReadonlySignal<ReadonlyMap<string, number>>;
  /** Sections with more pages. */
  readonly more: ReadonlySignal<ReadonlySet<Section>>;
  readonly isLoaded: ReadonlySignal<boolean>;
  readonly hasFailed: ReadonlySignal<boolean>;
  loadMore(section: Section): Promise<void>;
  reload(): Promise<void>;
  leave(): void;
}

/** Loads these sections, of lots with these words in their title, and follows the feed. */
export function enterLobby(shown: readonly Section[], words: string, sellerId: number | null): LobbyStore {
  const cards = signal<Cards>(new Map());
  const viewers = signal<ReadonlyMap<string, number>>(new Map());
  const cursors = new Map<Section, string>();
  const more = signal<ReadonlySet<Section>>(new Set());
  const isLoaded = signal(false);
  const hasFailed = signal(false);
  let hasLeft = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const load = async (section: Section, cursor: string | null, keepsCursor: boolean) => {
    const page = await listLots({
      phases: phasesOf[section],
      sellerId: section === 'yours' ? (sellerId ?? undefined) : undefined,
      words,
      cursor,
      limit: pageItems,
    });
    if (hasLeft) return;
    batch(() => {
      cards.value = withPage(cards.value, page.lots);
      if (keepsCursor) return;
      if (page.next === null) cursors.delete(section);
      else cursors.set(section, page.next);
      more.value = new Set(cursors.keys());
    });
  };
  const attempt = async (work: Promise<unknown>) => {
    try {
      await work;
      hasFailed.value = false;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      hasFailed.value = true;
    }
  };
  const sections = shown.filter((section) => section !== 'yours' || sellerId !== null);
  const loadFirst = () =>
    attempt(
      Promise.all(sections.map((section) => load(section, null, isLoaded.peek()))).finally(() => {
        isLoaded.value = true;
      }),
    );

  const endings = [
    onWelcome(() => {
      viewers.value = new Map();
      link.send({ type: 'lobby', on: true });
      // Changes during the absence were not told.
      if (isLoaded.peek()) void loadFirst();
    }),
    onMessage((message) => {
      if (message.type === 'lobbyViewers') viewers.value = withCounts(viewers.value, message.lots);
      if (message.type !== 'lobby') return;
      const changed = withChanges(cards.value, message.lots);
      cards.value = changed.cards;
      if (changed.hasUnknown) timer ??= setTimeout(reload, reloadAfterMs);
    }),
  ];
  const reload = () => {
    timer = undefined;
    return loadFirst();
  };
  link.send({ type: 'lobby', on: true });
  void loadFirst();
  return {
    cards,
    viewers,
    more,
    isLoaded,
    hasFailed,
    loadMore: (section) => attempt(load(section, cursors.get(section) ?? null, false)),
    reload,
    leave: () => {
      hasLeft = true;
      clearTimeout(timer);
      for (const end of endings) end();
      link.send({ type: 'lobby', on: false });
    },
  };
}
