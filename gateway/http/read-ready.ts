/** More than this is not held in memory to be told at once. */
const mostBytes = 64 * 1024;

const pending = Symbol('pending');
export type Reading = ReadableStreamReadResult<Uint8Array>;

/**
 * What a stream gives before the event loop turns, up to a limit: most answers are ready at once and can be told whole.
 * `rest` is the next read where that was not all.
 */
export async function readReady(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<{ ready: Uint8Array[]; rest: Promise<Reading> | null }> {
  const ready: Uint8Array[] = [];
  let readyBytes = 0;
  for (;;) {
    const rest = reader.read();
    // Whoever sends what is ready first looks at the rest later; a failure until then must not count as nobody's.
    rest.catch(() => {});
    if (readyBytes > mostBytes) return { ready, rest };
    const result = await settledThisTurn(rest);
    if (result === pending) return { ready, rest };
    if (result.done) return { ready, rest: null };
    ready.push(result.value);
    readyBytes += result.value.byteLength;
  }
}

/** What `reading` gives if it gives it before the event loop turns. */
function settledThisTurn(reading: Promise<Reading>): Promise<Reading | typeof pending> {
  return new Promise((resolve, reject) => {
    const turn = setImmediate(() => resolve(pending));
    reading.then(resolve, reject).finally(() => clearImmediate(turn));
  });
}
