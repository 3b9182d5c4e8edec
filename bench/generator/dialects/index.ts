import { colyseus } from './colyseus.ts';
import type { Dialect } from './dialect.ts';
import { plain } from './plain.ts';
import { socketIo, socketIoAcks } from './socket-io.ts';

/** All of them by name. */
export const dialects = { plain, socketIo, socketIoAcks, colyseus } satisfies Record<string, Dialect>;
export type DialectName = keyof typeof dialects;
