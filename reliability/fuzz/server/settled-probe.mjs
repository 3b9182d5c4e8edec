// Preloaded into every thread of the server under test: when SIGUSR2 asks, all threads collect their garbage and
// the process says what it holds. Plain JavaScript, because threads load it before anything could translate it.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const channel = new BroadcastChannel('settled-probe');
channel.unref();
const settleMs = 1_500;

/** Twice, because what finalizers held goes only the second time. */
function collectAll() {
  collect();
  collect();
}

if (isMainThread) {
  process.on('SIGUSR2', () => {
    channel.postMessage('collect');
    collectAll();
    setTimeout(() => {
      collectAll();
      const { rss, heapUsed, external } = process.memoryUsage();
      process.stdout.write(`${JSON.stringify({ msg: 'settled', rss, kept: heapUsed + external })}\n`);
    }, settleMs);
  });
} else {
  channel.onmessage = collectAll;
}
