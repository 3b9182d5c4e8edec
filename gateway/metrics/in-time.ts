/** Half of what Prometheus waits for a scrape by default leaves time for the way. */
const answerMs = 3_000;

/** What a promise gives, or null when it fails or takes too long: one who is stuck must not hide all others. */
export async function inTime<Value>(promise: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), answerMs);
  });
  try {
    return await Promise.race([promise, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
