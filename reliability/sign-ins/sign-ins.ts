import { setTimeout as pause } from 'node:timers/promises';
import { treeCpuSecondsOf } from '../../bench/servers/proc.ts';
import { roomy } from '../../gateway/socket/testing/roomy.ts';
import { startHouseWithProvider } from '../../testing/house-with-provider.ts';
import { PlainBrowser } from '../../testing/plain-browser.ts';
import { OwnScope } from '../own-scope.ts';
import { type Spread, spreadOf } from '../statistics.ts';

export interface SignInsResult {
  readonly held: boolean;
  readonly perMinute: number;
  readonly seconds: number;
  readonly signedIn: number;
  readonly failed: number;
  /** From the press to being known, the provider's part included (ms). */
  readonly tookMs: Spread | null;
  /** Cores that the service and its database were busy with. */
  readonly serviceCores: number;
}

/** A sign-in that takes longer is counted as one that people give up. */
const mostMs = 2_000;
const settledWithinMs = 10_000;

/**
 * People sign in at a rate that does not wait for anybody, each in a new browser, through a real OpenID provider (which
 * runs in this process, and takes its part of the machine).
 */
export async function runSignIns(perMinute: number, seconds: number): Promise<SignInsResult> {
  const scope = new OwnScope();
  try {
    const env = { ...roomy, SIGN_INS_PER_MINUTE: '1000000' };
    const { server, provider } = await startHouseWithProvider(scope, env);
    const tookMs: number[] = [];
    let failed = 0;
    const signIn = async (n: number) => {
      const since = performance.now();
      const browser = new PlainBrowser();
      provider.person = { subject: `person-${n}`, claims: { nickname: `Person ${n}` } };
      const end = await browser.follow(`${server.url}/auth/oidc?returnTo=/signed-in`, isBack(server.url));
      const me = await browser.ask(`${server.url}/api/me`);
      if (end.search !== '' || !me.ok) throw new Error(`ended at ${end}`);
      tookMs.push(performance.now() - since);
    };
    // Whoever is first waits for the provider's addresses and keys; that is not what is asked here.
    await signIn(0);
    tookMs.length = 0;

    const cpuBefore = treeCpuSecondsOf(server.pid);
    const startedAt = performance.now();
    const count = Math.round((perMinute * seconds) / 60);
    for (let n = 1; n <= count; n++) {
      await pause(Math.max(0, startedAt + (n * 60_000) / perMinute - performance.now()));
      signIn(n).catch(() => {
        failed++;
      });
    }
    const giveUpAt = performance.now() + settledWithinMs;
    while (tookMs.length + failed < count && performance.now() < giveUpAt) await pause(10);
    const tookSeconds = (performance.now() - startedAt) / 1_000;
    const spread = spreadOf(tookMs);
    return {
      held: tookMs.length === count && (spread?.p99 ?? 0) <= mostMs,
      perMinute,
      seconds,
      signedIn: tookMs.length,
      failed: count - tookMs.length,
      tookMs: spread,
      serviceCores: Math.round(((treeCpuSecondsOf(server.pid) - cpuBefore) / tookSeconds) * 100) / 100,
    };
  } finally {
    await scope.end();
  }
}

const isBack =
  (origin: string) =>
  (url: URL): boolean =>
    url.origin === origin && url.pathname === '/signed-in';

/** What came of it, for people to read. */
export function signInsText(result: SignInsResult): string {
  const { perMinute, seconds, signedIn, failed, tookMs, serviceCores } = result;
  const took = tookMs === null ? '–' : `${tookMs.p50} / ${tookMs.p99} / ${tookMs.max} ms (p50, p99, most)`;
  return [
    `${perMinute} sign-ins a minute for ${seconds} s: ${signedIn} signed in, ${failed} not`,
    `From the press to being known: ${took}`,
    `The service and its database were busy on ${serviceCores} cores`,
  ].join('\n');
}
