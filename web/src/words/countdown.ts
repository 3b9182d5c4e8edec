const minuteMs = 60_000;

/**
 * The time left as a clock shows it: `0:17.4` under a minute, `3:05` from there, `1:02:03` with hours.
 * It is rounded up, so that nothing looks over before it is.
 */
export function formatCountdown(remainingMs: number): string {
  const tenths = Math.ceil(Math.max(0, remainingMs) / 100);
  if (tenths < 600) return `0:${String(Math.floor(tenths / 10)).padStart(2, '0')}.${tenths % 10}`;
  const seconds = Math.ceil(remainingMs / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A change of time in seconds with its sign: `−4.0`, `+30.0`. A true minus sign is as wide as a plus. */
export function formatChange(changeMs: number): string {
  return `${changeMs < 0 ? '−' : '+'}${(Math.abs(changeMs) / 1_000).toFixed(1)}`;
}

/** A duration in the form in which it is typed and shown: `5:00`, `0:30`, `1:00:00`. */
export function formatDuration(durationMs: number): string {
  return durationMs < minuteMs
    ? `0:${String(Math.round(durationMs / 1_000)).padStart(2, '0')}`
    : formatCountdown(durationMs);
}

/** Reads `m:ss`, `h:mm:ss` or whole minutes; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const parts = text.trim().split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return null;
  const numbers = parts.map(Number);
  if (numbers.length === 1) return (numbers[0] ?? 0) * minuteMs;
  if (numbers.slice(1).some((value) => value > 59)) return null;
  return numbers.reduce((total, value) => total * 60 + value, 0) * 1_000;
}
