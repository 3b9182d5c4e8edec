import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { limits } from '../../../schema/limits.ts';

const name = 'lotcast_sign_in';
/** The provider's redirect is a top-level navigation, with which Lax cookies come along; nothing else brings it. */
const plain = { path: '/', httpOnly: true, sameSite: 'Lax' } as const;
/** A cookie of such a name over https can only have been set by this very host. */
const secure = { ...plain, secure: true, prefix: 'host' } as const;

/** Has the browser carry a sealed attempt while it is away. */
export function setAttempt(c: Context, sealed: string, isSecure: boolean): void {
  setCookie(c, name, sealed, { ...(isSecure ? secure : plain), maxAge: limits.signInAttemptMs / 1_000 });
}

/** Takes the sealed attempt from the browser, if it carries one. */
export function takeAttempt(c: Context, isSecure: boolean): string | undefined {
  const sealed = isSecure ? getCookie(c, name, 'host') : getCookie(c, name);
  deleteCookie(c, name, isSecure ? secure : plain);
  return sealed;
}
