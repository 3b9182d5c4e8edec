import type { ChatEvent, Said } from '../../schema/chat/events.ts';
import type { ChatSettings } from '../../schema/chat/settings.ts';

/** Something that was said or is held. */
export interface Saying {
  readonly seq: number;
  readonly by: number;
  readonly at: number;
  readonly sayId: number;
  readonly fingerprint: number;
}

/** How fast people may speak. */
export interface Pace {
  readonly burst: number;
  readonly refillMs: number;
}

/** What one can tell of a room by its journal alone: a plain second reading, which shares no code with the service. */
export interface RoomFacts {
  /** Events so far. */
  readonly position: number;
  readonly sellerId: number | null;
  readonly settings: ChatSettings;
  readonly moderators: ReadonlySet<number>;
  /** By person: until when (ms; Infinity for good). */
  readonly mutedUntil: ReadonlyMap<number, number>;
  readonly guardUntil: number;
  readonly held: ReadonlyMap<number, Said>;
  /** Guests, and whom they have turned out to be. */
  readonly accounts: ReadonlyMap<number, number>;
  readonly forgotten: ReadonlySet<number>;
  /** All that anybody has said so far, the newest first, as a chain that later facts only add to. */
  readonly sayings: Chain | null;
  /** By person: when the bucket will be full again (ms). */
  readonly fullAt: ReadonlyMap<number, number>;
}

interface Chain {
  readonly saying: Saying;
  readonly before: Chain | null;
}

export const noRoom: RoomFacts = {
  position: 0,
  sellerId: null,
  settings: { guestsSpeak: false, slowMs: 0, followersOnly: false, emotesOnly: false, raidGuard: true },
  moderators: new Set(),
  mutedUntil: new Map(),
  guardUntil: 0,
  held: new Map(),
  accounts: new Map(),
  forgotten: new Set(),
  sayings: null,
  fullAt: new Map(),
};

/** Who a person is: a guest who has turned out to be somebody is that one. */
export const whoIs = ({ accounts }: RoomFacts, person: number): number => accounts.get(person) ?? person;

/** What a person has said, the newest first. */
export function* sayingsOf(facts: RoomFacts, person: number): Generator<Saying> {
  for (let chain = facts.sayings; chain !== null; chain = chain.before) {
    if (whoIs(facts, chain.saying.by) === person) yield chain.saying;
  }
}

const added = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value) =>
  new Map(map).set(key, value);
const without = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key) => {
  const left = new Map(map);
  left.delete(key);
  return left;
};
const withOrWithout = (set: ReadonlySet<number>, person: number, isIn: boolean) => {
  const changed = new Set(set);
  if (isIn) changed.add(person);
  else changed.delete(person);
  return changed;
};

/** How things stand after an event. */
export function roomAfter(before: RoomFacts, event: ChatEvent, { refillMs }: Pace): RoomFacts {
  const position = before.position + 1;
  const facts = { ...before, position };
  switch (event.type) {
    case 'opened':
      return { ...facts, sellerId: event.sellerId, settings: event.settings };
    case 'said':
    case 'held': {
      const { by, at, sayId, fingerprint } = event;
      const saying = { seq: position, by, at, sayId, fingerprint };
      return {
        ...facts,
        held: event.type === 'held' ? added(before.held, position, event) : before.held,
        sayings: { saying, before: before.sayings },
        fullAt: added(before.fullAt, by, Math.max(before.fullAt.get(by) ?? 0, at) + refillMs),
      };
    }
    case 'released':
    case 'dropped':
      return { ...facts, held: without(before.held, event.of) };
    case 'cleared':
      return { ...facts, held: heldOfOthers(before, event.person) };
    case 'muted':
      return {
        ...facts,
        mutedUntil: added(before.mutedUntil, event.person, event.until ?? Number.POSITIVE_INFINITY),
      };
    case 'unmuted':
      return { ...facts, mutedUntil: without(before.mutedUntil, event.person) };
    case 'settingsSet':
      return { ...facts, settings: event.settings };
    case 'appointed':
      return { ...facts, moderators: withOrWithout(before.moderators, event.person, event.isModerator) };
    case 'guarded':
      return { ...facts, guardUntil: event.until };
    case 'merged':
      return merged(facts, event.from, event.to);
    case 'forgotten':
      return {
        ...facts,
        held: heldOfOthers(before, event.person),
        moderators: withOrWithout(before.moderators, event.person, false),
        // How fast they spoke is forgotten with all else, also when a guest who was deleted turns out to have an account.
        fullAt: without(before.fullAt, event.person),
        forgotten: withOrWithout(before.forgotten, event.person, true),
      };
    default:
      return facts;
  }
}

const heldOfOthers = (facts: RoomFacts, person: number): ReadonlyMap<number, Said> =>
  new Map([...facts.held].filter(([, { by }]) => whoIs(facts, by) !== person));

function merged(facts: RoomFacts, from: number, to: number): RoomFacts {
  const until = Math.max(facts.mutedUntil.get(from) ?? 0, facts.mutedUntil.get(to) ?? 0);
  const fullAt = Math.max(facts.fullAt.get(from) ?? 0, facts.fullAt.get(to) ?? 0);
  const sellerId = facts.sellerId === from ? to : facts.sellerId;
  const isModerator = facts.moderators.has(from) || facts.moderators.has(to);
  const moderators = withOrWithout(facts.moderators, from, false);
  const accounts = new Map([...facts.accounts].map(([guest, one]) => [guest, one === from ? to : one]));
  return {
    ...facts,
    sellerId,
    accounts: accounts.set(from, to),
    moderators: withOrWithout(moderators, to, isModerator && to !== sellerId),
    mutedUntil: until === 0 ? facts.mutedUntil : added(without(facts.mutedUntil, from), to, until),
    fullAt: fullAt === 0 ? facts.fullAt : added(without(facts.fullAt, from), to, fullAt),
  };
}
