import type { Scope } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { type LotcastOptions, type RunningLotcast, startLotcast } from './lotcast.ts';

/** A running Lotcast, and the OpenID provider that its people sign in with. */
export interface HouseWithProvider {
  readonly server: RunningLotcast;
  readonly provider: IdentityProvider;
  /** How the server was started: start another with it to go on where this one ended. */
  readonly options: LotcastOptions & { readonly port: number };
}

/** Starts both, with further configuration. They end with the scope. */
export async function startHouseWithProvider(
  scope: Scope,
  env: Record<string, string> = {},
): Promise<HouseWithProvider> {
  const port = await freePort();
  const provider = await startIdentityProvider(scope, {
    redirectUris: [`http://127.0.0.1:${port}/auth/oidc/callback`],
  });
  const options = {
    port,
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_NAME: 'Somewhere',
      ...env,
    },
  };
  return { server: await startLotcast(scope, options), provider, options };
}
