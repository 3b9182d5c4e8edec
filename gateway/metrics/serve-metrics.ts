import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../../schema/config.ts';

/** What is served, so that the server needs to know of no metric. */
interface Text {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Scrapers are few; the next one waits in the kernel's queue no longer than this takes. */
const maxConnections = 16;
const maxHeaderBytes = 8 * 1024;
/** A request that has not come as a whole by then, and an answer that was not taken by then, is cut off. */
const requestMs = 5_000;
const answerMs = 10_000;

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves metrics on a port of their own; rejects with a clear message when the port is taken. */
export async function serveMetrics(
  metrics: Text,
  { host, port }: { host: Config['metricsHost']; port: number },
): Promise<MetricsServer> {
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      keepAliveTimeout: requestMs,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => void answer(metrics, request, response),
  );
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.on('error', (error) => {
      const reason = `Port ${port} on ${host} can not be had for metrics (${error.message}).`;
      reject(new Error(`${reason} Set METRICS_PORT or METRICS_HOST to another.`));
    });
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(metrics: Text, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method, socket, url = '' } = request;
  const cut = setTimeout(() => socket.destroy(), answerMs);
  response.once('close', () => clearTimeout(cut));
  const send = (status: number, text: string, contentType = 'text/plain; charset=utf-8') => {
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(text);
  };
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0) {
    // It is not read: the connection ends with the answer.
    response.setHeader('connection', 'close');
    return send(404, 'Nothing here takes a body.\n');
  }
  const path = url.split('?', 1)[0];
  if (method === 'GET' && path === '/healthz') return send(200, 'ok\n');
  if (method !== 'GET' || path !== '/metrics') return send(404, 'There is /metrics and /healthz.\n');
  try {
    send(200, await metrics.text(), metrics.contentType);
  } catch (error) {
    send(500, `${(error as Error).message}\n`);
  }
}
