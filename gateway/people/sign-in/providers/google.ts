import { claimsProfile, type Strategy } from '../provider.ts';

/** The full name is nobody's business in a saleroom. */
export const google: Strategy = {
  id: 'google',
  name: 'Google',
  issuer: 'https://accounts.google.com',
  scope: 'openid profile',
  profile: claimsProfile('given_name', 'name'),
};
