import type Uws from 'uWebSockets.js';
import { createRequire } from 'node:module';
import { limits } from '../../schema/limits.ts';

// Read once, when the library is loaded: how long the head of a request may be that comes in several packets. Its
// own 4 KB would refuse what `limits` allows, without a word of ours.
process.env.UWS_HTTP_MAX_HEADERS_SIZE ??= String(limits.maxHeaderBytes + limits.maxUrlBytes);

/** uWebSockets.js. Nobody else loads it, or it would be loaded too early. */
export const uWS: typeof Uws = createRequire(import.meta.url)('uWebSockets.js') as typeof Uws;
