import * as openid from 'openid-client';
import { limits } from '../../../schema/limits.ts';
import { boundedFetch, type FetchBounds } from './bounded-fetch.ts';
import { ProviderAway } from './failure.ts';
import type { Endpoints, Profile, Provider } from './provider.ts';

/** What one attempt to sign in sends along, and holds against what comes back. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  /** Proof Key for Code Exchange (RFC 7636): only who began can exchange the code. */
  readonly verifier: string;
}

/** New secrets for one attempt. */
export const newSecrets = (): Secrets => ({
  state: openid.randomState(),
  nonce: openid.randomNonce(),
  verifier: openid.randomPKCECodeVerifier(),
});

const defaultBounds: FetchBounds = {
  timeoutMs: limits.providerTimeoutMs,
  maxAnswerBytes: limits.maxProviderAnswerBytes,
};

/** Speaks with one provider: by OpenID Connect, or by plain OAuth 2 where that is all there is. */
export class ProviderClient {
  readonly provider: Provider;
  readonly #fetch: openid.CustomFetch;
  #configuration: Promise<openid.Configuration> | null = null;

  constructor(provider: Provider, bounds: Partial<FetchBounds> = {}) {
    this.provider = provider;
    this.#fetch = boundedFetch({ ...defaultBounds, ...bounds });
  }

  /** Where to send the browser, so that it comes back to `redirectUri`. Throws `ProviderAway` if nobody can tell. */
  async authorizationUrl(redirectUri: string, { state, nonce, verifier }: Secrets): Promise<URL> {
    const configuration = await this.#configured();
    const { scope, endpoints } = this.provider;
    return openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      state,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(scope ? { scope } : {}),
      ...(endpoints ? {} : { nonce }),
    });
  }

  /** Who came back to `address`, which is the redirect URI with what the provider added. Throws if that is not proven. */
  async profile(address: URL, { state, nonce, verifier }: Secrets): Promise<Profile> {
    const configuration = await this.#configured();
    const { endpoints, profile } = this.provider;
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    if (endpoints) {
      // Naver wants to hear the state again.
      const tokens = await openid.authorizationCodeGrant(configuration, address, checks, { state });
      return profile.parse(await this.#userInfo(configuration, endpoints, tokens.access_token));
    }
    const tokens = await openid.authorizationCodeGrant(configuration, address, {
      ...checks,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const known = profile.parse(tokens.claims());
    if (known.name !== undefined || !configuration.serverMetadata().userinfo_endpoint) return known;
    // Whoever hands out an access token may keep all but the subject out of the ID token.
    return profile.parse(await openid.fetchUserInfo(configuration, tokens.access_token, known.subject));
  }

  async #userInfo(
    configuration: openid.Configuration,
    { userInfo }: Endpoints,
    accessToken: string,
  ): Promise<unknown> {
    const response = await openid.fetchProtectedResource(
      configuration,
      accessToken,
      new URL(userInfo),
      'GET',
    );
    if (response.status !== 200) throw new Error(`${userInfo} answers ${response.status}`);
    return response.json();
  }

  /** What is known of the provider. Found out once; after a failure whoever comes next tries again. */
  #configured(): Promise<openid.Configuration> {
    this.#configuration ??= this.#configure().catch((cause: unknown) => {
      this.#configuration = null;
      throw new ProviderAway(`${this.provider.issuer} could not be discovered`, { cause });
    });
    return this.#configuration;
  }

  async #configure(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret, endpoints } = this.provider;
    const client: Partial<openid.ClientMetadata> = {
      [openid.clockTolerance]: limits.providerClockToleranceMs / 1_000,
    };
    const addresses = endpoints ? Object.values<string>({ ...endpoints }) : [issuer];
    // The own `fetch` lets nothing but loopback addresses through without https.
    const insecure = addresses.some((address) => address.startsWith('http:'))
      ? [openid.allowInsecureRequests]
      : [];
    if (!endpoints) {
      return openid.discovery(new URL(issuer), clientId, client, secretAsWanted(clientSecret), {
        [openid.customFetch]: this.#fetch,
        // The signature of an ID token is checked although it comes from the provider itself.
        execute: [...insecure, openid.enableNonRepudiationChecks],
      });
    }
    const server: openid.ServerMetadata = {
      issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
    };
    const configuration = new openid.Configuration(
      server,
      clientId,
      client,
      openid.ClientSecretPost(clientSecret),
    );
    configuration[openid.customFetch] = this.#fetch;
    for (const execute of insecure) execute(configuration);
    return configuration;
  }
}

/** The secret in the body where a provider takes it there, otherwise in a header, which is what none has to mention. */
function secretAsWanted(secret: string): openid.ClientAuth {
  const [inBody, inHeader] = [openid.ClientSecretPost(secret), openid.ClientSecretBasic(secret)];
  return (server, client, body, headers) => {
    const isBodyTaken = server.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true;
    return (isBodyTaken ? inBody : inHeader)(server, client, body, headers);
  };
}
