import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onCleanup, type Scope } from './cleanup.ts';

/** A server of plain OAuth 2 in Naver's manner: no discovery, no ID token, and who it is nested in an answer. */
export interface PlainOAuth2 {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly endpoints: { readonly authorization: string; readonly token: string; readonly userInfo: string };
  /** Who comes in next. */
  person: { readonly id: string; readonly nickname?: string };
}

interface Grant {
  readonly person: PlainOAuth2['person'];
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
}

const paths = {
  authorization: '/oauth2.0/authorize',
  token: '/oauth2.0/token',
  userInfo: '/v1/nid/me',
};

/** Starts one on a free port of 127.0.0.1, which lets whoever comes in without asking. It ends with the scope. */
export async function startPlainOAuth2(scope: Scope): Promise<PlainOAuth2> {
  const clientId = 'lotcast';
  const clientSecret = randomBytes(12).toString('base64url');
  const grants = new Map<string, Grant>();
  const holders = new Map<string, PlainOAuth2['person']>();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onCleanup(scope, async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const running: PlainOAuth2 = {
    clientId,
    clientSecret,
    endpoints: {
      authorization: origin + paths.authorization,
      token: origin + paths.token,
      userInfo: origin + paths.userInfo,
    },
    person: { id: 'somebody' },
  };
  return running;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const tell = (value: object) =>
      response
        .writeHead(200, { 'content-type': 'application/json;charset=utf-8' })
        .end(JSON.stringify(value));
    if (pathname === paths.authorization) return leave(searchParams, response);
    if (pathname === paths.token) return void tell(exchange(new URLSearchParams(await textOf(request))));
    if (pathname === paths.userInfo) {
      const holder = holders.get(request.headers.authorization?.replace(/^Bearer /i, '') ?? '');
      if (holder !== undefined) return void tell({ resultcode: '00', message: 'success', response: holder });
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"resultcode":"024","message":"Authentication failed"}');
      return;
    }
    response.writeHead(404).end();
  }

  function leave(asked: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(9).toString('base64url');
    const redirectUri = asked.get('redirect_uri') ?? '';
    const state = asked.get('state') ?? '';
    grants.set(code, {
      person: running.person,
      redirectUri,
      state,
      challenge: asked.get('code_challenge') ?? '',
    });
    const back = new URL(redirectUri);
    back.search = String(new URLSearchParams({ code, state }));
    response.writeHead(302, { location: back.href }).end();
  }

  /** Naver tells failures with the status of a success. */
  function exchange(asked: URLSearchParams): object {
    const grant = grants.get(asked.get('code') ?? '');
    grants.delete(asked.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url');
    const isSound =
      grant !== undefined &&
      asked.get('client_id') === clientId &&
      asked.get('client_secret') === clientSecret &&
      asked.get('redirect_uri') === grant.redirectUri &&
      asked.get('state') === grant.state &&
      challenge === grant.challenge;
    if (!isSound) return { error: 'invalid_request', error_description: 'no valid data in session' };
    const token = randomBytes(9).toString('base64url');
    holders.set(token, grant.person);
    return { access_token: token, refresh_token: 'none', token_type: 'bearer', expires_in: '3600' };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
