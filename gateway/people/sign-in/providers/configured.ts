import type { Config } from '../../../../schema/config.ts';
import type { Provider } from '../provider.ts';
import { google } from './google.ts';
import { kakao } from './kakao.ts';
import { naver } from './naver.ts';
import { oidc } from './oidc.ts';

/** Every provider that the configuration has an id and a secret for, in the order of their buttons. */
export function configuredProviders(config: Config): Provider[] {
  const { oidcIssuer, oidcName } = config;
  const strategies = [kakao, naver, google, ...(oidcIssuer ? [oidc(oidcIssuer, oidcName)] : [])];
  return strategies.flatMap((strategy) => {
    const clientId = config[`${strategy.id}ClientId`];
    const clientSecret = config[`${strategy.id}ClientSecret`];
    return clientId && clientSecret ? [{ ...strategy, clientId, clientSecret }] : [];
  });
}
