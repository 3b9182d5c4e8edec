import type { TestContext } from 'node:test';
import { attachHttp, type HttpParts, type WebHandler } from '../attach-http.ts';
import { clientAddressBehind } from '../client-address.ts';
import { uWS } from '../uws.ts';

/** A handler served on a free port until the test ends; `logged` gathers what would be in the log. */
export async function serveForTest(
  t: Pick<TestContext, 'after'>,
  handler: WebHandler,
  parts: Partial<HttpParts> = {},
): Promise<{ port: number; url: string; logged: object[] }> {
  const app = uWS.App();
  const logged: object[] = [];
  attachHttp(app, handler, {
    log: { error: (details) => logged.push(details) },
    clientAddress: clientAddressBehind([]),
    ...parts,
  });
  const port = await new Promise<number>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (socket) => {
      if (socket) resolve(uWS.us_socket_local_port(socket));
      else reject(new Error('no port to listen on'));
    });
  });
  t.after(() => app.close());
  return { port, url: `http://127.0.0.1:${port}`, logged };
}
