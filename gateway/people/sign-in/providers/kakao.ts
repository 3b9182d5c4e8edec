import { claimsProfile, type Strategy } from '../provider.ts';

export const kakao: Strategy = {
  id: 'kakao',
  name: 'Kakao',
  issuer: 'https://kauth.kakao.com',
  scope: 'openid profile_nickname',
  profile: claimsProfile('nickname'),
};
