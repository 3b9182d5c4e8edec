import assert from 'node:assert/strict';
import type { Scope } from '../../../testing/cleanup.ts';
import { type ConnectOptions, SocketClient } from './socket-client.ts';

/** Someone signed in at a running server, known by a cookie. */
export class Person {
  readonly id: number;
  readonly cookie: string;
  readonly #url: string;

  private constructor(url: string, id: number, cookie: string) {
    this.#url = url;
    this.id = id;
    this.cookie = cookie;
  }

  /** Comes in as a guest. */
  static async signIn(url: string, name: string): Promise<Person> {
    const response = await fetch(new URL('/api/guests', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    assert.equal(response.status, 201, await response.clone().text());
    const { id } = (await response.json()) as { id: number };
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return new Person(url, id, cookie);
  }

  /** The same person at a server that took over, as a browser with the same cookie. */
  at(url: string): Person {
    return new Person(url, this.id, this.cookie);
  }

  /** Asks the HTTP API as this person; anything but success is an error. */
  async api<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<Answer> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: { cookie: this.cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Connects as this person and waits for the welcome. */
  async connect(scope: Scope, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await SocketClient.connect(scope, this.#url, { cookie: this.cookie, ...options });
    const { person } = await client.next('welcome');
    assert.equal(person?.id, this.id);
    return client;
  }
}
