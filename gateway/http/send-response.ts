import type { Exchange, Head } from './exchange.ts';
import { readReady } from './read-ready.ts';

/** Parts in which a stream of unknown length goes out, so that little waits in memory for a slow reader. */
const partBytes = 16 * 1024;

/** Sends a response, as fast as the client reads it. When the client leaves, the response's stream is cancelled. */
export async function sendResponse(exchange: Exchange, response: Response, isHead: boolean): Promise<void> {
  const head: Head = { status: response.status, headers: response.headers };
  const length = lengthOf(response.headers);
  if (!response.body || isHead) {
    await response.body?.cancel();
    return exchange.endWithoutBody(head, isHead ? length : lengthOfNothing(response.status));
  }

  const reader = response.body.getReader();
  const leave = () => void reader.cancel(exchange.signal.reason).catch(() => undefined);
  exchange.signal.addEventListener('abort', leave, { once: true });
  try {
    if (!exchange.isOpen) return;
    if (length === undefined) await sendUnsized(exchange, head, reader);
    else await sendSized(exchange, head, reader, length);
  } finally {
    leave();
    exchange.signal.removeEventListener('abort', leave);
  }
}

async function sendSized(
  exchange: Exchange,
  head: Head,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  length: number,
): Promise<void> {
  let leftBytes = length;
  while (leftBytes > 0) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`A response ended ${leftBytes} bytes before its length`);
    const part = value.subarray(0, leftBytes);
    leftBytes -= part.byteLength;
    if (part.byteLength > 0) await exchange.sendSized(head, part, length);
  }
  if (length === 0) exchange.end(head, '');
}

async function sendUnsized(
  exchange: Exchange,
  head: Head,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<void> {
  // One that is ready at once goes out whole, with its length.
  const { ready, rest } = await readReady(reader);
  if (rest === null) return exchange.end(head, Buffer.concat(ready));
  for (const part of ready) await sendInParts(exchange, head, part);
  for (let result = await rest; !result.done; result = await reader.read()) {
    await sendInParts(exchange, head, result.value);
  }
  exchange.endChunks();
}

async function sendInParts(exchange: Exchange, head: Head, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.byteLength; start += partBytes) {
    await exchange.sendChunk(head, bytes.subarray(start, start + partBytes));
  }
}

function lengthOf(headers: Headers): number | undefined {
  const text = headers.get('content-length');
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** 204 and 304 say nothing of a length, everything else without a body has none of it. */
const lengthOfNothing = (status: number): number | undefined =>
  status === 204 || status === 304 ? undefined : 0;
