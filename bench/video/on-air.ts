import type { Bench } from '../bench.ts';
import { descendantsOf } from '../servers/proc.ts';
import { launchChromium, openPage } from './chromium.ts';
import { pageScript } from './page-script.ts';

/** Sends a clock's picture as a lot's, from a page of its seller, until the benchmark ends. */
export async function putOnAir(bench: Bench, url: string, lot: string, seller: string): Promise<void> {
  const script = await pageScript();
  const browser = await launchChromium();
  bench.endAfterwards(() => browser.close());
  const page = await openPage(browser, url, seller, script);
  await page.evaluate((id) => window.videoPage.publish(id), lot);
}

/** CPU used so far by the browser that sends it. */
export function browserCpuSeconds(): number {
  return descendantsOf(process.pid)
    .filter(({ name }) => name.startsWith('chrom'))
    .reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}
