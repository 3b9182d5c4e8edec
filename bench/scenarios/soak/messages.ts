import type { Target } from '../../generator/connection.ts';

/** How full the salesroom is. */
export interface SalesroomPlan {
  readonly url: string;
  readonly target: Target;
  readonly bidsPerSecond: number;
  /** Places where lots are sold one after the other, and the sockets that bid there between them. */
  readonly rostrums: number;
  readonly bidders: number;
  /** How long a lot is bid on, at least and at most. */
  readonly leastBiddingMs: number;
  readonly mostBiddingMs: number;
}

/** What was seen since the last look. */
export interface Look {
  readonly seconds: number;
  readonly acceptedBids: number;
  /** From when a bid was due to its answer. */
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  /** The latest hammer, by the event's own time against its deadline. */
  readonly hammers: number;
  readonly hammerMaxMs: number;
  /** Requests of readers over HTTP. */
  readonly readP99Ms: number;
  /** How late this process was to its own timers. */
  readonly loopDelayP99Ms: number;
}

export interface SalesroomReport {
  readonly sentBids: number;
  readonly acceptedBids: number;
  /** Acknowledged bids that were looked up in their lot's history, after its end. */
  readonly checkedBids: number;
  readonly refusedByCode: Readonly<Record<string, number>>;
  /** Bids that were sent twice with the same bidId. */
  readonly retries: number;
  readonly lots: number;
  readonly visits: number;
  /** Visitors who came back and were told exactly what they had missed, and those who were given a whole state. */
  readonly recovered: number;
  readonly startedOver: number;
  readonly reads: number;
  readonly slowReadersCut: number;
  /** Those who were home again before anything was full. */
  readonly slowReadersKept: number;
  /** What must not happen, by name; empty if nothing of it did. */
  readonly faults: Readonly<Record<string, number>>;
  /** What was said of the first requests that failed. */
  readonly complaints: readonly string[];
}

/** What the salesroom's process can be asked. */
export interface SalesroomApi {
  open(plan: SalesroomPlan): Promise<void>;
  look(): Promise<Look>;
  /** Lets the last hammers fall. */
  close(): Promise<SalesroomReport>;
}
