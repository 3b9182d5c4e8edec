import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Scope } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { spawnGroup } from './processes.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What one allocation of the relay was used for, as the relay counts it. */
export interface RelayUse {
  readonly username: string;
  readonly receivedPackets: number;
  readonly sentPackets: number;
}

/** A running TURN server. */
export interface TurnServer {
  /** As `ICE_SERVERS` takes it. */
  readonly url: string;
  /** Resolves to what was relayed for sessions that have ended, as soon as there are this many. */
  ended(count: number): Promise<readonly RelayUse[]>;
}

const usage = /: usage: realm=<.*?>, username=<(.*?)>, rp=(\d+), rb=\d+, sp=(\d+), sb=\d+/;

/** Starts Debian's coturn on 127.0.0.1, which lets in whoever has credentials made with the secret. It ends with the scope. */
export async function startTurnServer(scope: Scope, secret: string): Promise<TurnServer> {
  const port = await freePort();
  const folder = await temporaryFolder(scope);
  const server = spawnGroup(
    scope,
    'turnserver',
    [
      '-n',
      ...['--listening-ip', '127.0.0.1', '--listening-port', String(port), '--relay-ip', '127.0.0.1'],
      ...['--use-auth-secret', '--static-auth-secret', secret, '--realm', 'lotcast.test'],
      // The media worker is at such an address too.
      '--allow-loopback-peers',
      ...['--no-tls', '--no-dtls', '--no-cli', '--verbose'],
      ...[
        '--userdb',
        join(folder, 'turn.sqlite'),
        '--pidfile',
        join(folder, 'turn.pid'),
        '--log-file',
        'stdout',
      ],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const uses: RelayUse[] = [];
  const news = new EventEmitter();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`turnserver ended with exit code ${code}`)));
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.includes('UDP listener opened')) resolve();
      const [, username = '', received, sent] = usage.exec(line) ?? [];
      if (received !== undefined) {
        uses.push({ username, receivedPackets: Number(received), sentPackets: Number(sent) });
        news.emit('use');
      }
    });
  });
  return {
    url: `turn:127.0.0.1:${port}`,
    ended: async (count) => {
      while (uses.length < count) await once(news, 'use');
      return uses;
    },
  };
}
