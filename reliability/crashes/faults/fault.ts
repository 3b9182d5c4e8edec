import type { Random } from '../../../testing/random.ts';
import type { SmallDisk } from '../../small-disk.ts';
import type { CuttingProxy } from '../cutting-proxy.ts';
import type { DatabaseKind, House } from '../house.ts';

/** Where a fault strikes. */
export interface Scene {
  readonly house: House;
  readonly random: Random;
  /** Between bidders and server, where the fault asked for one. */
  readonly proxy: CuttingProxy | null;
  /** What the database's data is on, where the fault asked for one. */
  readonly disk: SmallDisk | null;
  /** Resolves at the next bid that gets no last word. */
  nextTrouble(): Promise<void>;
}

/** What is known of a fault that is over (ms since 1970). */
export interface Struck {
  /** When it began. */
  readonly at: number;
  /** When its cause was gone: what follows is the service's own doing. */
  readonly liftedAt: number;
  /** A time in which no bid can have been accepted, if there is one; it has to be given back. */
  readonly dead: { readonly from: number; readonly to: number } | null;
  /** What else is worth knowing, to be counted. */
  readonly notes?: readonly string[];
}

/** One kind of disaster. */
export interface Fault {
  readonly about: string;
  readonly needs?: {
    readonly env?: Readonly<Record<string, string>>;
    readonly postgresSettings?: readonly string[];
    readonly diskMiB?: number;
    readonly proxy?: true;
  };
  /** Why it is left out here; null when it is not. */
  readonly whyNot?: () => string | null;
  /** What starts the service again: nothing, when it never ended. */
  readonly supervised: Readonly<Record<DatabaseKind, boolean>>;
  /** Whether it may leave some of the lots alone; the others are those that got time back. */
  readonly isPartial?: true;
  /** Whether bidders measure how long each waited, rather than how long each lot stood still. */
  readonly isPerBidder?: true;
  /** Does it, and undoes what nobody but an operator could undo. */
  strike(scene: Scene): Promise<Struck>;
}
