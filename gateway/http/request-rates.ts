import type { Config } from '../../schema/config.ts';
import { limits } from '../../schema/limits.ts';
import { rateKey } from './address.ts';
import { tryAgain } from './problem.ts';
import { TokenBuckets } from './token-buckets.ts';

/** A page's files are asked for all at once, so a few seconds' worth of requests may come together. */
const burstSeconds = 4;

/** Counts the requests of each address, and gives what throws a problem when one asks for too much. */
export function requestRates(
  { requestsPerSecond }: Pick<Config, 'requestsPerSecond'>,
  now: () => number,
): (address: string) => void {
  const rates = new TokenBuckets({
    perSecond: requestsPerSecond,
    burst: requestsPerSecond * burstSeconds,
    maxKeys: limits.maxTrackedAddresses,
  });
  return (address) => {
    const waitMs = rates.take(rateKey(address), now());
    if (waitMs > 0) throw tryAgain(429, 'rate_limited', 'Too many requests from this address', waitMs);
  };
}
