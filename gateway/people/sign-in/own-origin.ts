import { isLoopback } from '../../../schema/loopback.ts';
import { cameByHttps } from '../../http/came-by-https.ts';

/**
 * The origin under which this browser reaches us, as providers were told it: what the configuration says, or on
 * this very machine what the browser asked for. Null if nobody can tell: a `Host` from elsewhere proves nothing.
 */
export function ownOrigin(
  publicUrl: string | undefined,
  request: Pick<Request, 'url' | 'headers'>,
): string | null {
  if (publicUrl !== undefined) return publicUrl;
  const origin = `${cameByHttps(request) ? 'https' : 'http'}://${request.headers.get('host') ?? ''}`;
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname) ? new URL(origin).origin : null;
}

/**
 * Whether our own page, or the address bar, led the browser here. Otherwise another site could have it sign in with
 * an account of that site's choice, and so lay hands on what a guest has, or on an account with `isLink`.
 * Browsers that do not say must at least come from the own page to link.
 */
export function isBegunHere(headers: Headers, origin: string | null, isLink: boolean): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const referrer = headers.get('referer');
  if (referrer === null) return !isLink;
  return URL.canParse(referrer) && new URL(referrer).origin === origin;
}
