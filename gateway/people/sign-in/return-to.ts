import { limits } from '../../../schema/limits.ts';
import type { SignInCode } from './failure.ts';

/** Stands for the own host, so that what leaves it can be told. */
const here = 'http://here.invalid';
const start = '/';
const codeParameter = 'signIn';
/** Nobody is sent there by a sign-in: the one is for programs, the other would begin again. */
const notPlaces = /^\/(?:api|auth)(?:\/|$)/i;

/**
 * A place of the own page to return to: `asked` as browsers will read it, or the start page if it is not one. What
 * names another host, or could be taken to, is not.
 */
export function safeReturnTo(asked: string | undefined): string {
  if (asked === undefined || asked.length > limits.maxReturnToChars) return start;
  if (!/^\/(?![/\\])/.test(asked) || /[\\\s\p{C}]/u.test(asked)) return start;
  if (!URL.canParse(asked, here)) return start;
  const { origin, pathname, search, hash } = new URL(asked, here);
  // `/.//elsewhere` is a path of this host, and without its dot a path of another one.
  if (origin !== here || pathname.startsWith('//') || notPlaces.test(pathname)) return start;
  return `${pathname}${search}${hash}`;
}

/** The same place, told why the sign-in failed, if it did. */
export function returnAddress(returnTo: string, code: SignInCode | null): string {
  const url = new URL(returnTo, here);
  if (code !== null) url.searchParams.set(codeParameter, code);
  else if (url.searchParams.has(codeParameter)) url.searchParams.delete(codeParameter);
  return `${url.pathname}${url.search}${url.hash}`;
}
