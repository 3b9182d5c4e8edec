import type { IdentityList, Me, ProfileEdit, SessionList, SignInWays } from '../../../schema/http.ts';
import { ask, request } from './request.ts';

/** Ways to sign in here. */
export const getSignInWays = (): Promise<SignInWays> => request('GET', '/sign-in');

/** Who one is, and what only oneself is told. */
export const readMe = (): Promise<Me> => request('GET', '/me');

/** Changes what others see of one, or the own language. */
export const editProfile = (edit: ProfileEdit): Promise<unknown> => request('PATCH', '/me', edit);

/** All that is kept about one, as JSON. */
export const exportData = (): Promise<unknown> => request('GET', '/me/export');

/** Deletes the own account for good; `confirm` is the own name. Asked once, for it ends the session. */
export const deleteAccount = (confirm: string): Promise<unknown> => ask('POST', '/me/delete', { confirm });

/** Providers that the own account can be signed in to with. */
export const listIdentities = (): Promise<IdentityList> => request('GET', '/me/identities');

/** Signs in with this provider no more. */
export const unlinkIdentity = (provider: string): Promise<unknown> =>
  request('DELETE', `/me/identities/${encodeURIComponent(provider)}`);

/** Browsers in which one is signed in. */
export const listSessions = (): Promise<SessionList> => request('GET', '/sessions');

/** Signs out in another browser. */
export const endSession = (id: string): Promise<unknown> =>
  request('DELETE', `/sessions/${encodeURIComponent(id)}`);

/** Where a browser goes to sign in with a provider, and comes back from to `returnTo`; with `link` it stays who it is. */
export function signInPath(provider: string, returnTo: string, link = false): string {
  const query = new URLSearchParams({ returnTo });
  if (link) query.set('link', '1');
  return `/auth/${encodeURIComponent(provider)}?${query}`;
}
