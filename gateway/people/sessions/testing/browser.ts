import assert from 'node:assert/strict';
import type { Person } from '../../../../schema/http.ts';
import type { Answer, Call } from '../../../lots/testing/api-for-test.ts';
import type { TokenKind } from '../../cookie.ts';
import type { Issued } from '../sessions.ts';

type CallApi = (method: string, path: string, call?: Call) => Promise<Answer>;

/** Keeps cookies as a browser does. */
export class Browser {
  readonly #call: CallApi;
  readonly #cookies: Map<string, string>;

  constructor(call: CallApi, cookies: Iterable<[string, string]> = []) {
    this.#call = call;
    this.#cookies = new Map(cookies);
  }

  /** Another one with the same cookies: a second tab that has not heard yet, or a thief. */
  copy(): Browser {
    return new Browser(this.#call, this.#cookies);
  }

  cookie(kind: TokenKind): string | undefined {
    return this.#cookies.get(`lotcast_${kind}`);
  }

  set(kind: TokenKind, token: string): void {
    this.#cookies.set(`lotcast_${kind}`, token);
  }

  take({ accessToken, refreshToken }: Issued): void {
    this.set('access', accessToken);
    this.set('refresh', refreshToken);
  }

  async call(method: string, path: string, body?: object): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#call(method, path, { headers: { cookie }, ...(body ? { body } : {}) });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }

  async comeIn(name: string): Promise<Person> {
    const { status, body } = await this.call('POST', '/api/guests', { name });
    assert.equal(status, 201);
    return body;
  }

  renew(): Promise<Answer> {
    return this.call('POST', '/api/session/refresh');
  }

  /** What it is told who asks for itself. */
  async status(): Promise<number> {
    return (await this.call('GET', '/api/me')).status;
  }
}
