import type { ServerMessage } from '../schema/wire/server.ts';
import type { Random } from '../testing/random.ts';
import type { Milestones } from './milestones.ts';
import type { Plan } from './plan.ts';
import type { Rooms } from './record/rooms.ts';
import type { Gateway } from './server/gateway.ts';
import type { Timeline } from './time/timeline.ts';

/** What people know of the house that they come to. */
export interface House {
  readonly timeline: Timeline;
  readonly plan: Plan;
  readonly milestones: Milestones;
  /** What has really happened in chat rooms. */
  readonly rooms: Rooms;
  /** Whether a bid stands that its shard, while it lived, may not have refused. */
  standsInOneEra(lot: string, by: number, bidId: number): boolean;
  /** How often people send the same frame twice. */
  readonly doublesChance: number;
  /** Nobody begins anything new: what was begun comes to its end. */
  readonly isAtRest: boolean;
  /** A gateway that takes clients; null while there is none. */
  anyGateway(random: Random): Gateway | null;
  /** What a frame says; held against the record when it is sent. */
  read(frame: string | Uint8Array): ServerMessage;
}
