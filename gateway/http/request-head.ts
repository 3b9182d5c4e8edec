import type { HttpRequest } from 'uWebSockets.js';
import { limits } from '../../schema/limits.ts';
import { ProblemError } from './problem.ts';

/** The first part of a request, copied: uWebSockets.js takes its own back when the handler returns. */
export interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Copies what stands before the body, and throws a problem if it is not acceptable. */
export function readRequestHead(req: HttpRequest, scheme: 'http' | 'https'): RequestHead {
  const method = req.getCaseSensitiveMethod();
  if (!methods.has(method))
    throw new ProblemError(405, 'method_not_allowed', 'No address here takes this method');

  const query = req.getQuery();
  const target = query ? `${req.getUrl()}?${query}` : req.getUrl();
  if (target.length > limits.maxUrlBytes) {
    throw new ProblemError(414, 'malformed', `The address is longer than ${limits.maxUrlBytes} bytes`);
  }

  const pairs: [string, string][] = [];
  let headerBytes = 0;
  req.forEach((name, value) => {
    pairs.push([name, value]);
    headerBytes += name.length + value.length;
  });
  if (headerBytes > limits.maxHeaderBytes) {
    throw new ProblemError(431, 'malformed', `The headers are longer than ${limits.maxHeaderBytes} bytes`);
  }

  try {
    const headers = new Headers(pairs);
    // Joined as text on purpose: as a base, `//elsewhere/path` would name another host.
    const url = new URL(`${scheme}://${hostOf(headers)}${target}`);
    return { method, url: url.href, headers };
  } catch {
    throw new ProblemError(400, 'malformed', 'The address or the headers can not be read');
  }
}

function hostOf(headers: Headers): string {
  const host = headers.get('host') ?? '';
  if (!/^[\w.:[\]-]+$/.test(host)) throw new Error('not a host');
  return host;
}
