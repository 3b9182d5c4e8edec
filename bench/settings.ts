/** Where the journal of the measured server is kept. */
export const journalKinds = ['embedded', 'installed', 'memory'] as const;
export type JournalKind = (typeof journalKinds)[number];

/** What chat rooms can be compared with. */
const peerKinds = ['socket-io'] as const;
type PeerKind = (typeof peerKinds)[number];

/** Everything that can be set on the command line; null lets the scenario or the server choose. */
export interface Settings {
  readonly seconds: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly sockets: number;
  readonly auctions: number;
  readonly inFlight: number;
  readonly losing: number;
  readonly rate: number | null;
  readonly people: number;
  readonly speakers: number;
  readonly listeners: number;
  readonly deliveries: number;
  readonly lots: number;
  readonly quiet: number;
  readonly words: number;
  readonly events: number;
  readonly gateways: number | null;
  readonly shards: number | null;
  readonly window: number | null;
  readonly journal: JournalKind | null;
  readonly profile: boolean;
  readonly quick: boolean;
  readonly other: string | null;
  readonly peer: PeerKind | null;
}

export type SettingName = keyof Settings;

interface NumberFlag {
  readonly kind: 'number';
  readonly least: number;
  readonly most: number;
  readonly about: string;
}
interface ChoiceFlag {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly about: string;
}
interface FolderFlag {
  readonly kind: 'folder';
  readonly about: string;
}
interface SwitchFlag {
  readonly kind: 'switch';
  readonly about: string;
}

const number = (least: number, most: number, about: string): NumberFlag => ({
  kind: 'number',
  least,
  most,
  about,
});

/** How each setting is given; the bounds keep every run finite. */
export const flags: Readonly<Record<SettingName, NumberFlag | ChoiceFlag | FolderFlag | SwitchFlag>> = {
  seconds: number(1, 600, 'measured seconds of each round'),
  minutes: number(1, 600, 'minutes that a long run takes'),
  rounds: number(1, 20, 'rounds, of which the medians are told'),
  sockets: number(2, 8_000, 'sockets'),
  auctions: number(1, 4_000, 'auctions that take bids'),
  inFlight: number(1, 64, 'bids that each socket has in flight, one per auction at most'),
  losing: number(0, 100, 'per cent of the bids that are too low on purpose'),
  rate: number(1, 200_000, 'bids per second, come what may, instead of as many as possible'),
  people: number(1, 8_000, 'people who come into one chat room at the same moment'),
  speakers: number(1, 1_000, 'people who speak in the chat room'),
  listeners: number(0, 4_000, 'people who only listen there'),
  deliveries: number(1_000, 100_000_000, 'messages that sockets receive at first; ten times as many follow'),
  lots: number(1, 50_000, 'live lots that end, or that must be recovered'),
  quiet: number(0, 500_000, 'live lots in which nothing happens; 0 leaves this part out'),
  words: number(1, 100_000, 'blocked words'),
  events: number(1, 10_000_000, 'events in the journal before the crash'),
  gateways: number(1, 16, 'threads of the server that take connections (default: its own)'),
  shards: number(1, 64, 'worker threads of the server (default: its own)'),
  window: number(0, 1_000, 'BROADCAST_WINDOW_MS of the server (default: its own)'),
  journal: {
    kind: 'choice',
    choices: journalKinds,
    about: 'where the journal is: embedded or installed PostgreSQL (installed if there is one), or memory',
  },
  profile: { kind: 'switch', about: 'leave CPU profiles of the server in bench/results' },
  quick: { kind: 'switch', about: 'one short round of the main part only, in about a minute' },
  peer: {
    kind: 'choice',
    choices: peerKinds,
    about:
      'what to compare with, in turns: Socket.IO with its Redis streams adapter, on one and on two nodes',
  },
  other: { kind: 'folder', about: 'another checkout of Lotcast, with its packages installed' },
};
