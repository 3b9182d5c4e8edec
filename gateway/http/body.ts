import { ClientGone, type Exchange } from './exchange.ts';

/** Bytes of a body that may wait for their reader before the client is told to wait. */
const highWaterBytes = 64 * 1024;

/**
 * The request's body as a stream. A reader that falls behind holds the client back. More than `maxBytes`
 * errors the stream with what `tooLarge` gives.
 */
export function readBody(
  exchange: Exchange,
  maxBytes: number,
  tooLarge: () => Error,
): ReadableStream<Uint8Array> {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let isOver = false;
  let receivedBytes = 0;

  const resume = () => exchange.resume();
  const fail = (error: Error) => {
    if (isOver) return;
    isOver = true;
    resume();
    controller.error(error);
  };

  const stream = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      pull: resume,
      cancel: () => {
        isOver = true;
        resume();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: highWaterBytes }),
  );

  exchange.onData((chunk, isLast) => {
    if (isOver) return;
    receivedBytes += chunk.byteLength;
    if (receivedBytes > maxBytes) return fail(tooLarge());
    // The memory belongs to uWebSockets.js, which takes it back when this call returns.
    if (chunk.byteLength > 0) controller.enqueue(new Uint8Array(chunk.slice(0)));
    if (isLast) {
      isOver = true;
      controller.close();
    } else if ((controller.desiredSize ?? 0) <= 0) {
      exchange.pause();
    }
  });
  exchange.signal.addEventListener('abort', () => fail(new ClientGone()), { once: true });
  return stream;
}
