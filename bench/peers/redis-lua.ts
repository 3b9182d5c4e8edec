import { Redis } from 'ioredis';
import type { StartPeer } from './contract.ts';
import { incrementPoints, type Outcome, type Standing } from './messages.ts';
import { type Store, startUwsHouse } from './uws-house.ts';

// Redis runs a script alone, so comparing and setting are one step, and the stream has the order of the decisions.
const bidScript = `
local lot = redis.call('HMGET', KEYS[1], 'price', 'start', 'leader', 'endsAt', 'seq', 'isOver')
if not lot[2] then return {'unknown_lot'} end
if lot[6] or tonumber(ARGV[3]) >= tonumber(lot[4]) then return {'closed'} end
local minimum = tonumber(lot[2])
if lot[1] then minimum = tonumber(lot[1]) + ${incrementPoints} end
if lot[3] == ARGV[1] then return {'leading_already', minimum} end
if tonumber(ARGV[2]) < minimum then return {'too_low', minimum} end
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('HSET', KEYS[1], 'price', ARGV[2], 'leader', ARGV[1])
redis.call('XADD', KEYS[2], seq .. '-1', 'by', ARGV[1], 'bidId', ARGV[4], 'amount', ARGV[2], 'at', ARGV[3])
return {'accepted', seq, lot[4]}`;

interface BidRedis extends Redis {
  bid(lot: string, bids: string, by: number, amount: number, at: number, bidId: number): Promise<string[]>;
}

const lotKey = (id: string) => `lot:${id}`;

/** One Lua script per bid in Redis, on one connection on which the scripts of a turn go out together. */
export const start: StartPeer = async (storeUrl) => {
  const redis = new Redis(storeUrl, { enableAutoPipelining: true }) as BidRedis;
  redis.defineCommand('bid', { numberOfKeys: 2, lua: bidScript });
  const standing = async (lot: string): Promise<Standing | null> => {
    const { price, start: first, endsAt, seq } = await redis.hgetall(lotKey(lot));
    if (first === undefined) return null;
    const pricePoints = price === undefined ? null : Number(price);
    const minimumPoints = pricePoints === null ? Number(first) : pricePoints + incrementPoints;
    return { seq: Number(seq), pricePoints, minimumPoints, endsAt: Number(endsAt) };
  };
  const store: Store = {
    standing,
    async open(lots) {
      await Promise.all(
        lots.map(({ id, startPoints, endsAt }) =>
          redis.hset(lotKey(id), { start: startPoints, endsAt, seq: 0 }),
        ),
      );
    },
    async decide({ lot, bidId, amount }, by, at): Promise<Outcome> {
      const [code, value, endsAt] = await redis.bid(lotKey(lot), `bids:${lot}`, by, amount, at, bidId);
      switch (code) {
        case 'accepted':
          return { code, seq: Number(value), at, endsAt: Number(endsAt) };
        case 'too_low':
        case 'leading_already':
          return { code, minimumPoints: Number(value) };
        default:
          return { code: code === 'closed' ? code : 'unknown_lot' };
      }
    },
    async close(lot) {
      await redis.hset(lotKey(lot), 'isOver', 1);
      return standing(lot);
    },
  };
  return startUwsHouse(store);
};
