import type { Target } from '../../generator/connection.ts';

/** A bidding service that takes part in the comparison. */
export interface Contender {
  readonly name: string;
  /** What it is made of. */
  readonly madeOf: string;
  /** What it does to keep a bid before it acknowledges it. */
  readonly keeps: string;
  /** Starts it, with nothing in it but people; a store that it needs is its own. */
  start(people: number): Promise<RunningContender>;
}

export interface RunningContender {
  readonly target: Target;
  /** One for each of its people. */
  readonly cookies: readonly string[];
  /** Opens live lots, the nth of which ends at `endsAt(n)` (ms since 1970); gives their ids. */
  openLots(count: number, endsAt: (n: number) => number): Promise<readonly string[]>;
  /** Paths for sockets that watch and bid on one of these lots each; none where one path serves all. */
  seats(lots: readonly string[]): Promise<readonly string[]>;
  /** Seconds of CPU so far, the store's included. */
  cpuSeconds(): number;
  /** Memory of the server, and of Redis where that is its store. */
  residentBytes(): number;
  /** Kills the server, and with `everything` its store as well, at one blow; then starts them again. */
  crash(what: 'server' | 'everything'): Promise<void>;
  /** Accepted bids of each lot by what is stored. */
  bidCounts(lots: readonly string[]): Promise<readonly number[]>;
  stop(): Promise<void>;
}
