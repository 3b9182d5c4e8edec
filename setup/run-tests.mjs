// `node --import tsx setup/run-tests.mjs FILE…`: runs test files in the order given, which `node --test` does not keep.
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** More than there are cores, for many wait: for a server to start, a disk, a clock, a browser. */
const concurrency = 3;
/** A test file that hangs must not take the whole run with it; one that others leave little of the cores is no hang. */
const timeoutMs = 600_000;

// Interrupted, it reports what it has.
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => interruption.abort());

const files = process.argv.slice(2);
const tests = run({ files, concurrency, timeout: timeoutMs, signal: interruption.signal });
tests.on('test:fail', ({ todo }) => {
  if (todo === undefined || todo === false) process.exitCode = 1;
});
tests.compose(new spec()).pipe(process.stdout);
