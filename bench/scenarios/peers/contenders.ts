import type { Bench } from '../../bench.ts';
import type { Contender } from './contender.ts';
import { lotcastContender } from './lotcast-contender.ts';
import { peerContender } from './peer-contender.ts';
import { noStore, postgresStore, redisStore } from './stores.ts';

const nest = 'NestJS, Socket.IO, BullMQ on Redis';
const lua = 'uWebSockets.js, one Lua script per bid in Redis';

/** Everybody who takes part, Lotcast first. */
export function contenders(bench: Bench): readonly Contender[] {
  return [
    lotcastContender(bench),
    peerContender(bench, 'nest-bull', redisStore('none'), {
      name: 'nest-bull',
      madeOf: `${nest}: one queue for all auctions`,
      keeps: 'nothing',
    }),
    peerContender(bench, 'nest-bull', redisStore('always'), {
      name: 'nest-bull-always',
      madeOf: `${nest}: one queue for all auctions`,
      keeps: 'fsync before every acknowledgement',
    }),
    peerContender(bench, 'nest-bull-per-auction', redisStore('none'), {
      name: 'nest-bull-per-auction',
      madeOf: `${nest}: a queue for each auction`,
      keeps: 'nothing',
    }),
    peerContender(bench, 'redis-lua', redisStore('everysec'), {
      name: 'redis-lua-everysec',
      madeOf: lua,
      keeps: 'fsync once a second',
    }),
    peerContender(bench, 'redis-lua', redisStore('always'), {
      name: 'redis-lua-always',
      madeOf: lua,
      keeps: 'fsync before every acknowledgement',
    }),
    peerContender(bench, 'pg-lock', postgresStore, {
      name: 'pg-lock',
      madeOf: 'uWebSockets.js, a transaction per bid that locks the lot, over 16 connections to PostgreSQL',
      keeps: 'fsync before every acknowledgement',
    }),
    peerContender(bench, 'colyseus', noStore, {
      name: 'colyseus',
      madeOf: 'a Colyseus room per auction, in memory',
      keeps: 'nothing',
    }),
  ];
}
