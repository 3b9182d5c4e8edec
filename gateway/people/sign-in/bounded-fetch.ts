import type { CustomFetch } from 'openid-client';
import { isLoopback } from '../../../schema/loopback.ts';
import { ProviderAway } from './failure.ts';

export interface FetchBounds {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

const firstServerError = 500;

/**
 * A `fetch` for talking to providers: each answer is there in whole within its time and size, or the provider
 * counts as away. What is secret on the way goes by https, or does not leave this machine.
 */
export function boundedFetch({ timeoutMs, maxAnswerBytes }: FetchBounds): CustomFetch {
  return async (address, options) => {
    const { protocol, hostname, host } = new URL(address);
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
      throw new ProviderAway(`${host} is not asked without https`);
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    try {
      const response = await fetch(address, { ...options, signal } as RequestInit);
      if (response.status >= firstServerError) {
        await response.body?.cancel();
        throw new ProviderAway(`${host} answers ${response.status}`);
      }
      const body = response.body && (await bodyOf(response.body, maxAnswerBytes, host));
      const { status, statusText, headers } = response;
      return new Response(body, { status, statusText, headers });
    } catch (cause) {
      if (cause instanceof ProviderAway) throw cause;
      throw new ProviderAway(`${host} does not answer`, { cause });
    }
  };
}

async function bodyOf(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early ends the stream, and the connection with it.
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ProviderAway(`${host} answers with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
