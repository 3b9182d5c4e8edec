import { colyseus } from './colyseus.ts';
import type { Dialect } from './dialect.ts';
import { plain } from './plain.ts';
import { socketIo } from './socket-io.ts';

/** All of them by name. */
export const dialects = { plain, socketIo, colyseus } satisfies Record<string, Dialect>;
export type DialectName = keyof typeof dialects;
