import { connection } from './connection.ts';
import { connectionsTaken } from './connections-taken.ts';
import { diskFull } from './disk-full.ts';
import type { Fault } from './fault.ts';
import { frozen } from './frozen.ts';
import { gateway } from './gateway.ts';
import { everything, postgres, server } from './kills.ts';
import { shard } from './shard.ts';

/** Every kind of disaster, by the name that the command line knows. */
export const faults = {
  everything,
  server,
  postgres,
  shard,
  gateway,
  connection,
  frozen,
  'disk-full': diskFull,
  'connections-taken': connectionsTaken,
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];
