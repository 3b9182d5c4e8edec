import { buildWorker } from './build-worker.mjs';
import { downloadWorker } from './download-worker.mjs';
import { cachedWorker, doesRun } from './worker-cache.mjs';

const ways = [
  { name: 'Using MEDIASOUP_WORKER_BIN', find: givenWorker },
  { name: 'Finding the media worker in the cache', find: cachedWorker },
  { name: 'Downloading the media worker', find: downloadWorker },
  { name: 'Building the media worker', find: buildWorker },
];

/**
 * Finds mediasoup's worker, or makes it; silent and quick when it is there. What fails says so on stderr.
 * Gives `{ path }`, or `{ path: null, reason }`: everything but video goes without it.
 */
export async function ensureMediaWorker() {
  let reason = '';
  for (const { name, find } of ways) {
    try {
      const path = await find();
      if (path !== null) return { path };
    } catch (error) {
      reason = `${name} failed: ${error.message}.`;
      process.stderr.write(`${reason}\n`);
    }
  }
  return { path: null, reason };
}

function givenWorker() {
  const path = process.env.MEDIASOUP_WORKER_BIN;
  if (!path) return null;
  if (!doesRun(path)) throw new Error(`${path} is no worker that runs here`);
  return path;
}
