import { claimsProfile, type Strategy } from '../provider.ts';

/** Any provider of OpenID Connect, by its issuer. */
export const oidc = (issuer: string, name: string): Strategy => ({
  id: 'oidc',
  name,
  issuer,
  scope: 'openid profile',
  profile: claimsProfile('nickname', 'preferred_username', 'name'),
});
