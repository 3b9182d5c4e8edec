interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

const mostRedirects = 20;

/** A browser without a page: keeps cookies by host and path as browsers do, and follows redirects. */
export class PlainBrowser {
  #cookies: Cookie[] = [];

  /** The cookies that go to an address, as a `Cookie` header. */
  cookiesFor(address: string): string {
    const { hostname, pathname } = new URL(address);
    return this.#cookies
      .filter(
        ({ host, path }) => host === hostname && `${pathname}/`.startsWith(path === '/' ? '/' : `${path}/`),
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** Asks once; a redirect is the answer. */
  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = this.cookiesFor(address);
    if (cookies) headers.set('cookie', cookies);
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(address, line);
    return response;
  }

  /** Goes where redirects lead, until there is none or the next address is one to stop at. Gives the last address. */
  async follow(address: string, isEnd: (url: URL) => boolean = () => false): Promise<URL> {
    let url = new URL(address);
    for (let steps = 0; steps < mostRedirects && !isEnd(url); steps++) {
      const response = await this.ask(url.href);
      await response.body?.cancel();
      const location = response.headers.get('location');
      if (location === null) {
        if (response.status >= 400)
          throw new Error(`${url.origin}${url.pathname} answers ${response.status}`);
        return url;
      }
      url = new URL(location, url);
    }
    return url;
  }

  /** Takes over the cookies of another browser whose names begin like this, as a thief would. */
  copies(other: PlainBrowser, begin: string): void {
    const isMeant = ({ name }: Cookie) => name.startsWith(begin);
    this.#cookies = [
      ...this.#cookies.filter((cookie) => !isMeant(cookie)),
      ...other.#cookies.filter(isMeant),
    ];
  }

  #keep(address: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const cut = pair.indexOf('=');
    const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)];
    const attribute = (wanted: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const host = new URL(address).hostname;
    const path = attribute('path') ?? '/';
    this.#cookies = this.#cookies.filter(
      (cookie) => cookie.host !== host || cookie.path !== path || cookie.name !== name,
    );
    const expires = attribute('expires');
    const isGone =
      attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (!isGone) this.#cookies.push({ host, path, name, value });
  }
}
