import { Agent, request } from 'node:http';
import type { Problem } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';

/** Connections that stay open for the requests of a set-up. */
export const requestsAtOnce = 64;
/** Given up well before the server does: what it closes while a request is on its way fails that request. */
const idleMs = limits.httpIdleTimeoutMs / 4;

export interface HttpAnswer {
  readonly body: unknown;
  /** `name=value` of the cookie that the answer set, or null. */
  readonly cookie: string | null;
}

/** Speaks Lotcast's HTTP API over connections that stay open. */
export class HttpClient {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: requestsAtOnce, timeout: idleMs });

  constructor(url: string) {
    this.#url = url;
  }

  /** Sends a command; rejects with the server's own words if it is not done. */
  post(path: string, body: unknown, cookie: string | null): Promise<HttpAnswer> {
    return this.#send('POST', path, JSON.stringify(body), cookie);
  }

  /** Changes something; rejects in the same way. */
  patch(path: string, body: unknown, cookie: string | null): Promise<HttpAnswer> {
    return this.#send('PATCH', path, JSON.stringify(body), cookie);
  }

  /** Asks for something that anyone may know. */
  async get(path: string): Promise<unknown> {
    return (await this.#send('GET', path, '', null)).body;
  }

  #send(method: string, path: string, text: string, cookie: string | null): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        ...(cookie === null ? {} : { cookie }),
      };
      const sent = request(`${this.#url}${path}`, { method, agent: this.#agent, headers }, (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          answer += chunk;
        });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode !== undefined && response.statusCode < 300) {
            const setCookie = response.headers['set-cookie']?.[0];
            resolve({
              body: answer === '' ? null : JSON.parse(answer),
              cookie: setCookie?.split(';', 1)[0] ?? null,
            });
          } else {
            reject(new Error(`${method} ${path}: ${response.statusCode} ${messageOf(answer)}`));
          }
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }
}

function messageOf(answer: string): string {
  try {
    const problem = JSON.parse(answer) as Problem;
    return `${problem.code}: ${problem.message}`;
  } catch {
    return answer.slice(0, 200);
  }
}
