import { answerCalls } from '../calls/answer.ts';
import type { PeerName, PeerReady, StartPeer } from './contract.ts';

const load: Record<PeerName, () => Promise<{ readonly start: StartPeer }>> = {
  'nest-bull': () => import('./nest-bull.ts'),
  'nest-bull-per-auction': () => import('./nest-bull-per-auction.ts'),
  'redis-lua': () => import('./redis-lua.ts'),
  'pg-lock': () => import('./pg-lock.ts'),
  colyseus: () => import('./colyseus.ts'),
};

const [name, storeUrl] = process.argv.slice(2) as [PeerName, string];
const { start } = await load[name]();
const { port, open, bidCounts, seats } = await start(storeUrl);
answerCalls({ open, bidCounts, seats });
process.send?.({ port } satisfies PeerReady);
