import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what Linux gives to outgoing connections, any of which could take the port while its server is down. */
const range = { least: 20_000, most: 32_000 };

/** A port of 127.0.0.1 that a server finds free again after it was killed. */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = range.least + Math.floor(Math.random() * (range.most - range.least));
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
