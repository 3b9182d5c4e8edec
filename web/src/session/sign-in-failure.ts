import { errorCodes } from '../../../schema/codes.ts';
import { go } from '../routing/location.ts';
import { sessionNotice } from './person.ts';

const parameter = 'signIn';

/** Takes out of the address why a sign-in with a provider failed, and tells it. */
export function tellSignInFailure(): void {
  const url = new URL(window.location.href);
  const told = url.searchParams.get(parameter);
  if (told === null) return;
  url.searchParams.delete(parameter);
  go(url.pathname + url.search, { replace: true });
  sessionNotice.value = errorCodes.find((code) => code === told) ?? 'sign_in_failed';
}
