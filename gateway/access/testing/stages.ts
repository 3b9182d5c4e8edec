import type { Phase } from '../../../schema/auction/spec.ts';
import type { SellerCommandName } from '../../../schema/http.ts';

/** What can be done to a lot until it is where a test wants it. */
export interface Rostrum {
  command(lot: string, name: SellerCommandName, body?: object): Promise<unknown>;
  /** A bid by somebody. */
  bid(lot: string): Promise<unknown>;
  /** Ms since 1970, by the clock of the auctions. */
  now(): number;
}

interface Stage {
  readonly phase: Phase;
  /** Brings a draft there. */
  reach(rostrum: Rostrum, lot: string): Promise<unknown>;
}

const startsInMs = 3_600_000;

async function openWithBid(rostrum: Rostrum, lot: string): Promise<void> {
  await rostrum.command(lot, 'open');
  await rostrum.bid(lot);
}

/** Where lots can stand: each phase, and of a live lot whether its clock runs. */
export const stages = {
  draft: { phase: 'draft', reach: async () => {} },
  scheduled: {
    phase: 'scheduled',
    reach: (rostrum, lot) => rostrum.command(lot, 'schedule', { startsAt: rostrum.now() + startsInMs }),
  },
  running: { phase: 'live', reach: openWithBid },
  paused: {
    phase: 'live',
    reach: async (rostrum, lot) => {
      await openWithBid(rostrum, lot);
      await rostrum.command(lot, 'pause');
    },
  },
  sold: {
    phase: 'sold',
    reach: async (rostrum, lot) => {
      await openWithBid(rostrum, lot);
      await rostrum.command(lot, 'hammer');
    },
  },
  unsold: {
    phase: 'unsold',
    reach: async (rostrum, lot) => {
      await rostrum.command(lot, 'open');
      await rostrum.command(lot, 'hammer');
    },
  },
  cancelled: {
    phase: 'cancelled',
    reach: (rostrum, lot) => rostrum.command(lot, 'cancel', { reason: 'a test' }),
  },
} as const satisfies Readonly<Record<string, Stage>>;

export type StageName = keyof typeof stages;
export const stageNames = Object.keys(stages) as StageName[];
