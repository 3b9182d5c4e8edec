import type { Context } from 'hono';
import { limits } from '../../schema/limits.ts';
import type { ApiEnv } from '../http/api-env.ts';
import { cameByHttps } from '../http/came-by-https.ts';
import type { Issued } from './sessions/sessions.ts';

export type TokenKind = 'access' | 'refresh';

const names: Readonly<Record<TokenKind, string>> = { access: 'lotcast_access', refresh: 'lotcast_refresh' };
/** A browser takes a cookie of such a name over https only, for the whole host, and from nobody but the host itself. */
const hostPrefix = '__Host-';

/**
 * A token out of a `Cookie` header, or null. Of what came by https only the cookie counts that only this host can have set.
 * It goes before others in any case: a proxy may not say that a browser came by https, which sends it by nothing else.
 */
export function cookieOf(cookieHeader: string | undefined, kind: TokenKind, isHttps: boolean): string | null {
  if (!cookieHeader || cookieHeader.length > limits.maxCookieBytes) return null;
  const own = namedCookie(cookieHeader, hostPrefix + names[kind]);
  return isHttps ? own : (own ?? namedCookie(cookieHeader, names[kind]));
}

function namedCookie(cookieHeader: string, name: string): string | null {
  for (const pair of cookieHeader.split(';')) {
    const cut = pair.indexOf('=');
    if (cut > 0 && pair.slice(0, cut).trim() === name) return pair.slice(cut + 1).trim() || null;
  }
  return null;
}

/** Has the browser keep both tokens of a session, out of reach of scripts and of other sites' requests. */
export function setSessionCookies(c: Context<ApiEnv>, issued: Issued, now: number): void {
  const isSecure = cameByHttps(c.req.raw);
  const set = (kind: TokenKind, token: string, endsAt: number) =>
    c.header('set-cookie', cookie(kind, token, Math.floor((endsAt - now) / 1_000), isSecure), {
      append: true,
    });
  set('access', issued.accessToken, issued.accessEndsAt);
  set('refresh', issued.refreshToken, issued.refreshEndsAt);
}

/** Has the browser forget both tokens. */
export function forgetSessionCookies(c: Context<ApiEnv>): void {
  const isSecure = cameByHttps(c.req.raw);
  for (const kind of ['access', 'refresh'] as const) {
    c.header('set-cookie', cookie(kind, '', 0, isSecure), { append: true });
  }
}

function cookie(kind: TokenKind, value: string, maxAgeSeconds: number, isSecure: boolean): string {
  const name = (isSecure ? hostPrefix : '') + names[kind];
  const secure = isSecure ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
