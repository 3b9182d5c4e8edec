import type { TestContext } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import type { HttpParts, WebHandler } from '../../http/attach-http.ts';
import { serveForTest } from '../../http/testing/listening.ts';
import { ForwardedRequests } from '../forwarded-requests.ts';
import { RequestForwarder } from '../request-forwarder.ts';

/** The same as serveForTest, but the handler is on the first gateway, and the port is another one's. */
export async function serveForwardedForTest(
  t: Pick<TestContext, 'after'>,
  handler: WebHandler,
  { admit = () => {}, ...parts }: Partial<HttpParts> = {},
): ReturnType<typeof serveForTest> {
  const { port1: other, port2: first } = new MessageChannel();
  t.after(() => other.close());
  const forwarder = new RequestForwarder((message) => other.postMessage(message));
  const served = await serveForTest(t, forwarder, parts);
  const requests = new ForwardedRequests({
    handler,
    admit,
    log: { error: (details) => served.logged.push(details) },
    send: (message) => first.postMessage(message),
  });
  other.on('message', (message) => forwarder.heard(message));
  first.on('message', (message) => requests.heard(message));
  return served;
}
