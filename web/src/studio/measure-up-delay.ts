import { limits } from '../../../schema/limits.ts';
import { type Sending, sendingOf, upDelayMsBetween } from './up-delay.ts';

/** More seldom than the server takes it, so that all of it counts. */
const lookEveryMs = 1.25 * limits.upDelayWindowMs;

/** Measures the own way to the server as long as it is open. Returns what ends it. */
export function measureUpDelay(
  stats: () => Promise<RTCStatsReport | null>,
  tell: (upDelayMs: number) => void,
): () => void {
  let before: Sending | null = null;
  const look = async () => {
    const report = await stats();
    const sending = report === null ? null : sendingOf([...report.values()]);
    const upDelayMs = before === null || sending === null ? null : upDelayMsBetween(before, sending);
    before = sending;
    if (upDelayMs !== null) tell(upDelayMs);
  };
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  return () => clearInterval(timer);
}
