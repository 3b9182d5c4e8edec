import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import { onCleanup, type Scope } from './cleanup.ts';

type Claims = Record<string, unknown>;

/** An OpenID provider in this process, which lets whoever comes in as whom the test says, without asking. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who comes in next, in a browser that it does not know yet. */
  person: { readonly subject: string; readonly claims?: Claims };
  /** Changes what ID tokens claim before they are signed; a token of its own may be given instead, as text. */
  bend: ((claims: Claims) => Claims | string | Promise<string>) | null;
  /** Listens no more. */
  stop(): Promise<void>;
  /** Listens again where it did. */
  start(): Promise<void>;
}

export interface IdentityProviderOptions {
  /** Where it may send browsers back to. */
  readonly redirectUris: readonly string[];
  /** Leaves all but the subject out of ID tokens, as the standard has it where there is an access token. */
  readonly hasThinTokens?: boolean;
  readonly isSecretInHeader?: boolean;
}

const signing = 'RS256';
const kid = 'test';

/** Starts one on a free port of 127.0.0.1. It ends with the scope. */
export async function startIdentityProvider(
  scope: Scope,
  { redirectUris, hasThinTokens = false, isSecretInHeader = false }: IdentityProviderOptions,
): Promise<IdentityProvider> {
  const server = createServer();
  const port = await listen(server, 0);
  onCleanup(scope, () => close(server));
  // Another site than 127.0.0.1, where the service is, so that browsers withhold what they would in real life.
  const issuer = `http://localhost:${port}`;
  const clientId = 'lotcast';
  const clientSecret = randomBytes(24).toString('base64url');
  const { privateKey } = await generateKeyPair(signing, { extractable: true });
  const known = new Map<string, Claims>();

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: isSecretInHeader ? 'client_secret_basic' : 'client_secret_post',
      },
    ],
    clientAuthMethods: [isSecretInHeader ? 'client_secret_basic' : 'client_secret_post'],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid, alg: signing, use: 'sig' }] },
    cookies: {
      keys: [randomBytes(16).toString('hex')],
      // Browsers keep cookies by host, whatever the port: several providers are on this one.
      names: {
        session: `session_${port}`,
        interaction: `interaction_${port}`,
        resume: `resume_${port}`,
      },
    },
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'nickname', 'preferred_username'] },
    conformIdTokenClaims: hasThinTokens,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...known.get(subject) }),
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });

  const running: IdentityProvider = {
    issuer,
    clientId,
    clientSecret,
    person: { subject: 'somebody' },
    bend: null,
    stop: () => close(server),
    start: async () => void (await listen(server, port)),
  };

  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      const { subject, claims = {} } = running.person;
      known.set(subject, claims);
      await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: subject } });
      ctx.respond = false;
      return;
    }
    await next();
    const answer = ctx.body as { id_token?: string } | undefined;
    if (ctx.path !== '/token' || running.bend === null || !answer?.id_token) return;
    const claims = JSON.parse(Buffer.from(answer.id_token.split('.')[1] ?? '', 'base64url').toString());
    const bent = await running.bend(claims);
    const idToken =
      typeof bent === 'string'
        ? bent
        : await new SignJWT(bent).setProtectedHeader({ alg: signing, kid }).sign(privateKey);
    ctx.body = { ...answer, id_token: idToken };
  });
  server.on('request', provider.callback());
  return running;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
