/** Time in ms since 1970, whole, never running backwards. */
export type Clock = () => number;

/** What every thread adds to the monotonic clock to get the time of day: taken once, by the first thread. */
export function clockBaseMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return Date.now() - seconds * 1_000 - nanoseconds / 1e6;
}

/**
 * A clock that a step of the system's time can't move: deadlines are promises about elapsed time. All
 * threads of a process share `baseMs`, so their times can be compared.
 */
export function monotonicClock(baseMs: number): Clock {
  return () => {
    const [seconds, nanoseconds] = process.hrtime();
    return Math.floor(baseMs + seconds * 1_000 + nanoseconds / 1e6);
  };
}
