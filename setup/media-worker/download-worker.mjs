import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediasoupPackage } from './mediasoup-package.mjs';
import { keepWorker } from './worker-cache.mjs';

/** Where nothing gets out, nobody shall wait for long; where something does, it may be slow. */
const answerTimeoutMs = 10_000;
const bodyTimeoutMs = 120_000;

/**
 * Fetches the worker that mediasoup's makers built for this platform, into the cache. Gives its path.
 * Not with mediasoup's own script, which waits without end and would start a build of its own after a failure.
 */
export async function downloadWorker() {
  const archive = await fetchArchive();
  const folder = mkdtempSync(join(tmpdir(), 'lotcast-media-worker-'));
  try {
    const tar = spawnSync('tar', ['-xzf', '-', '-C', folder], { input: archive });
    if (tar.status !== 0) throw new Error('it can’t be unpacked');
    return keepWorker(join(folder, 'mediasoup-worker'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchArchive() {
  // The variable is mediasoup's: it names a mirror.
  const {
    MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL:
      base = 'https://github.com/versatica/mediasoup/releases/download',
  } = process.env;
  const { version } = mediasoupPackage();
  const kernel = process.platform === 'linux' ? `-kernel${release().split('.')[0]}` : '';
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}${kernel}.tgz`;
  const giveUp = new AbortController();
  const tooSlow = () => giveUp.abort(new Error('it took too long'));
  let timer = setTimeout(tooSlow, answerTimeoutMs);
  try {
    const response = await fetch(`${base}/${version}/${name}`, { signal: giveUp.signal });
    if (!response.ok) throw new Error(`the answer is ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(tooSlow, bodyTimeoutMs);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    // What fetch() throws says no more than that it failed; the cause says why.
    throw new Error(error.cause?.message || error.message);
  } finally {
    clearTimeout(timer);
  }
}
