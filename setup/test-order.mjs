import { groupedTests } from './test-groups.mjs';

/**
 * Tests that take long and much of a core, longest first: in the end they would run beside the browsers', which look.
 * Between them some that mostly wait, for where those run side by side nobody uses the cores.
 */
export const longest = [
  'simulator/mutations/mutations.test.ts',
  'bench/peers.test.ts',
  'simulator/simulator.test.ts',
  'reliability/crashes/trial.test.ts',
  'gateway/service/stop.test.ts',
  'gateway/threads/gateways.test.ts',
  'gateway/crash.test.ts',
  'gateway/socket/recovery.test.ts',
  'gateway/socket/recovery-at-random.test.ts',
  'gateway/socket/slow-reader.test.ts',
  'reliability/fuzz/fuzz.test.ts',
  'gateway/database/embedded.test.ts',
  'gateway/service/failing.test.ts',
  'gateway/chat/socket/gateways.test.ts',
  'gateway/service/tls.test.ts',
  'gateway/service/start.test.ts',
];

/**
 * Those of browsers, longest first: what the last of them measures needs a processor that is not busy with the others.
 * Beside it run those that do nothing but wait.
 */
export const last = [
  'web/video.test.ts',
  'web/chat.test.ts',
  'web/story.test.ts',
  'web/account.test.ts',
  'web/firefox.test.ts',
  'web/session.test.ts',
  'web/relay.test.ts',
  'web/sign-in.test.ts',
  'web/poor-network.test.ts',
  'gateway/http/attach-http.test.ts',
  'gateway/socket/handshake.test.ts',
  'gateway/metrics/serve-metrics.test.ts',
  'gateway/socket/half-open.test.ts',
];

/** The files to run for these test files, in the order in which they are run. */
export function inOrder(files) {
  const isAmong = (file) => files.includes(file);
  const others = files.filter((file) => !longest.includes(file) && !last.includes(file));
  return [...longest.filter(isAmong), ...groupedTests(others), ...last.filter(isAmong)];
}
