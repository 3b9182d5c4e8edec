/** A lot that takes bids at once; money and times as in Lotcast: points, and ms since 1970. */
export interface PeerLot {
  readonly id: string;
  readonly startPoints: number;
  readonly endsAt: number;
}

/** What the benchmark asks of a peer besides what its bidders do. */
export interface PeerApi {
  /** Lists lots that take bids at once, until their end. */
  open(lots: readonly PeerLot[]): Promise<void>;
  /** How many bids each of these lots has accepted, by what is stored; 0 for one that is not known any more. */
  bidCounts(lots: readonly string[]): Promise<number[]>;
  /** Paths for WebSockets, one for each of these lots in turn; null where one path serves all. */
  seats(lots: readonly string[]): Promise<string[] | null>;
}

/** A peer that takes connections. */
export interface RunningPeer extends PeerApi {
  readonly port: number;
}

/** Starts a peer on a free port of 127.0.0.1, on the store that its kind needs ('' for none). */
export type StartPeer = (storeUrl: string) => Promise<RunningPeer>;

/** What the peer's process tells first. */
export interface PeerReady {
  readonly port: number;
}

/** The peers, by the names that the report has for them. */
export const peerNames = ['nest-bull', 'nest-bull-per-auction', 'redis-lua', 'pg-lock', 'colyseus'] as const;
export type PeerName = (typeof peerNames)[number];

/** Whether the chat peer sends each message by itself, or with those of a window, as Lotcast does. */
export type Framing = 'each' | 'gathered';
