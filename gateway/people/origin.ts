/**
 * Whether a page of `origin` may act for the person whose cookie comes along: a page of this very host, or of
 * an origin that the configuration names. Programs that are no browser send no origin, and carry no cookie
 * that was not given to them.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicOrigins: readonly string[],
): boolean {
  if (origin === undefined || origin === '') return true;
  if (publicOrigins.includes(origin)) return true;
  if (!host || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}
