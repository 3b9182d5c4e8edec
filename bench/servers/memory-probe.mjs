// Preloaded into every thread of a server whose memory is measured: tells, when asked by SIGUSR2, what all
// threads keep. Garbage is collected first, because what a set-up leaves behind would hide what stays.
// Plain JavaScript, because threads load it before anything else that could translate it.
import { isMainThread } from 'node:worker_threads';

const answersWithinMs = 3_000;
const channel = new BroadcastChannel('memory-probe');
channel.unref();

/** Bytes that this thread keeps, in its heap and beside it. */
function keptBytes() {
  // Twice, because what finalizers held goes only the second time.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

if (isMainThread) {
  let total = 0;
  channel.onmessage = ({ data }) => {
    total += data.keptBytes;
  };
  process.on('SIGUSR2', () => {
    total = keptBytes();
    channel.postMessage('tell');
    const tell = () => process.stdout.write(`${JSON.stringify({ msg: 'memory', keptBytes: total })}\n`);
    setTimeout(tell, answersWithinMs);
  });
} else {
  channel.onmessage = ({ data }) => {
    if (data === 'tell') channel.postMessage({ keptBytes: keptBytes() });
  };
}
