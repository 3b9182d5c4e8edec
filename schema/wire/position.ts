import { z } from 'zod';

/** How far a client has got in a stream of events: how many of which database. */
export const positionSchema = z.strictObject({ epoch: z.string().min(1).max(64), seq: z.int().min(0) });
