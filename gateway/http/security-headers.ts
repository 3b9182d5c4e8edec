import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-env.ts';
import { cameByHttps } from './came-by-https.ts';

const hstsSeconds = 365 * 24 * 3_600;

/** Headers of every answer: no guessing of types, no address given away, nothing framed, requests that can be found. */
export function securityHeaders(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('x-request-id', c.env.requestId);
    // Browsers take it from https alone.
    if (cameByHttps(c.req.raw)) headers.set('strict-transport-security', `max-age=${hstsSeconds}`);
    if (!headers.has('content-security-policy')) {
      headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    }
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}

/**
 * The content security policy of pages: everything comes from this host, nothing stands in the page itself.
 * `host` is that of the request: older browsers don't count a WebSocket to the same host as `'self'`.
 */
export function pagePolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
