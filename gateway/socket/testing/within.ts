const defaultMs = 60_000;

/** The value of a promise that must settle before a generous deadline; else what is missing is said. */
export async function within<Value>(
  promise: Promise<Value>,
  missing: string | (() => string),
  timeoutMs = defaultMs,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`after ${timeoutMs} ms: ${typeof missing === 'string' ? missing : missing()}`));
    }, timeoutMs);
    // Who was overtaken by something else must not keep the process from ending.
    timer.unref();
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
