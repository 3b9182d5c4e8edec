import { cachedWorker } from '../setup/media-worker/worker-cache.mjs';

/** Path of the media worker that `npm test` found or made; for a test run on its own, the one from the cache. */
export function mediaWorker(): string {
  const path = process.env.MEDIASOUP_WORKER_BIN || cachedWorker();
  if (path === null) throw new Error('There is no media worker; `npm test` makes it.');
  return path;
}
