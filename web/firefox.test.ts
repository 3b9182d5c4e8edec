import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { launchChromium } from '../testing/chromium.ts';
import { type FirefoxPage, launchFirefox } from '../testing/firefox.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { mediaWorker } from '../testing/media-worker.ts';
import { heardEnergy, keepCalls } from './testing/calls.ts';
import { hearsSound, seesMovingPicture } from './testing/moving-picture.ts';
import { goesOnAir, sellerOf } from './testing/seller.ts';
import { Visitor } from './testing/visitor.ts';

const patienceMs = 30_000;

/** Waits until something is on the page. */
async function sees(page: FirefoxPage, selector: string): Promise<void> {
  const isThere = (wanted: string) => document.querySelector(wanted) !== null;
  const giveUpAt = performance.now() + patienceMs;
  while (!(await page.evaluate(isThere, selector))) {
    const text = () => document.body.textContent;
    if (performance.now() > giveUpAt) assert.fail(`no ${selector} in: ${await page.evaluate(text)}`);
    await pause(100);
  }
}

async function presses(page: FirefoxPage, testId: string): Promise<void> {
  const selector = `[data-testid="${testId}"]`;
  await sees(page, selector);
  await page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.click(), selector);
}

/** Waits until there is sound. Firefox's own counts tell, for where there is no loudspeaker it has no audio context. */
async function hears(page: FirefoxPage): Promise<void> {
  const isUnmuted = () => document.querySelector('video')?.muted === false;
  const giveUpAt = performance.now() + patienceMs;
  while (!(await page.evaluate(isUnmuted)) || (await page.evaluate(heardEnergy)) < 0.01) {
    if (performance.now() > giveUpAt) assert.fail('there is no sound');
    await pause(100);
  }
}

test('Firefox watches Chromium, and Chromium Firefox', async (t) => {
  const server = await startLotcast(t, {
    // Firefox goes to the loopback address from there only, and does not count it among its own.
    env: { MEDIA_WORKERS: '1', MEDIASOUP_WORKER_BIN: mediaWorker(), MEDIA_HOST: '0.0.0.0' },
  });
  const [chromium, firefox] = await Promise.all([launchChromium(t), launchFirefox(t)]);
  const [mina, jun] = [await sellerOf(server.url, 'Mina'), await sellerOf(server.url, 'Jun')];
  const seller = await Visitor.arrive(chromium, 'Mina', server.url);
  const page = await firefox.newPage(keepCalls);

  await t.test('a viewer with Firefox sees and hears a seller with Chromium', async () => {
    await goesOnAir(seller, mina);
    await page.goto(mina.watch);
    await seesMovingPicture(page);
    await presses(page, 'video-sound');
    await hears(page);
    await sees(page, '[data-testid="video-delay"]');
  });
  seller.hadNoFaults();
  await seller.page.close();

  await t.test('a seller with Firefox goes on air, and is seen and heard with Chromium', async () => {
    await page.addCookie(jun.cookie, server.url);
    await page.goto(jun.console);
    await presses(page, 'studio-open');
    await presses(page, 'studio-air');
    await sees(page, '[data-testid="air"][data-air="on"]');
    const ann = await Visitor.arrive(chromium, 'Ann', jun.watch);
    await seesMovingPicture(ann.page);
    await ann.press('video-sound');
    await hearsSound(ann.page);
    ann.hadNoFaults();
  });

  assert.deepEqual(page.faults, []);
});
