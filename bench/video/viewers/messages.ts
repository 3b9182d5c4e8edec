import type { Target } from '../../generator/connection.ts';
import type { LatencySummary } from '../../statistics/latency.ts';

export interface JoinPlan {
  readonly count: number;
  /** The joins are spread evenly over this long. */
  readonly spreadMs: number;
  /** Who has no picture so long after coming has failed. */
  readonly timeoutMs: number;
}

/** How the joins went; all times are from sending `mediaWatch`. */
export interface JoinReport {
  readonly joined: number;
  /** Viewers without a picture, by why. */
  readonly failed: Readonly<Record<string, number>>;
  /** To the first packet of the picture. */
  readonly picture: LatencySummary;
  /** To the server's answer. */
  readonly answered: LatencySummary;
  /** To the end of the encryption's handshake. */
  readonly connected: LatencySummary;
  /** How late this process itself was to do anything. */
  readonly ownDelayP99Ms: number;
}

/** Packets of the picture, of all viewers, since they joined. */
export interface ReceptionReport {
  readonly packets: number;
  readonly lostPackets: number;
  /** Viewers to whom a packet came in the last second. */
  readonly onAir: number;
}

/** What the viewers' process can be asked. */
export interface ViewersApi {
  /** Lets viewers join a lot; resolves when each has a picture or has failed. They stay. */
  join(target: Target, lot: string, plan: JoinPlan): Promise<JoinReport>;
  reception(): Promise<ReceptionReport>;
}
