import { limits } from '../../schema/limits.ts';

const name = 'lotcast_person';

/** The person's token out of a `Cookie` header, or null. */
export function tokenOf(cookieHeader: string | undefined): string | null {
  if (!cookieHeader || cookieHeader.length > limits.maxCookieBytes) return null;
  for (const pair of cookieHeader.split(';')) {
    const cut = pair.indexOf('=');
    if (cut > 0 && pair.slice(0, cut).trim() === name) return pair.slice(cut + 1).trim() || null;
  }
  return null;
}

/** The `Set-Cookie` header that keeps the token out of reach of scripts and of other sites' requests. */
export function personCookie(token: string, isSecure: boolean): string {
  return cookie(token, limits.guestTokenMs / 1_000, isSecure);
}

/** The `Set-Cookie` header that makes the browser forget the token. */
export function forgottenCookie(isSecure: boolean): string {
  return cookie('', 0, isSecure);
}

function cookie(value: string, maxAgeSeconds: number, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * Whether the browser came by https, through whatever stands before this server. Nobody need be trusted for
 * it: who lies about it only spoils the own cookie.
 */
export function cameByHttps(headers: Headers): boolean {
  return (
    headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ||
    headers.get('origin')?.startsWith('https://') === true
  );
}
