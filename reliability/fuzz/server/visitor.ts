/** Somebody who uses the HTTP API as it is meant. */
export class Visitor {
  readonly cookie: string;
  readonly #url: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.cookie = cookie;
  }

  static async signIn(url: string, name: string): Promise<Visitor> {
    const answer = await fetch(new URL('/api/guests', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    await answer.arrayBuffer();
    if (cookie === undefined) throw new Error(`signing in was answered with ${answer.status}`);
    return new Visitor(url, cookie);
  }

  async ask<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const answer = await fetch(new URL(path, this.#url), {
      method,
      headers: { cookie: this.cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  }
}
