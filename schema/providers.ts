/** Who may vouch for people, as addresses, sessions and `ADMINS` name them; `oidc` is the issuer of `OIDC_ISSUER`. */
export const providerIds = ['kakao', 'naver', 'google', 'oidc'] as const;
export type ProviderId = (typeof providerIds)[number];
