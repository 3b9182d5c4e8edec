import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from '../testing/chromium.ts';
import { freePort } from '../testing/free-port.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { mediaWorker } from '../testing/media-worker.ts';
import { seesMovingPicture } from './testing/moving-picture.ts';
import {
  middleAgeMs,
  noteFrames,
  numberedCamera,
  type Sighting,
  sightingsOn,
} from './testing/numbered-camera.ts';
import { goesOnAir, sellerOf } from './testing/seller.ts';
import { udpPath } from './testing/udp-path.ts';
import { Visitor } from './testing/visitor.ts';

/** What no page can measure of its own age: the camera's part, the wait for the display, and half of a change between two looks. */
const unseenMs = 150;
const wayMs = 300;

/** Waits until the badge tells the age of the pictures that were seen meanwhile, and that is more than `leastMs`. */
async function tellsAge(seller: Visitor, viewer: Visitor, leastMs: number): Promise<void> {
  const taken: Sighting[] = [];
  const told: string[] = [];
  for (let look = 0; look < 20; look++) {
    await viewer.page.waitForTimeout(2_000);
    taken.push(...(await sightingsOn(seller.page)));
    const ageMs = middleAgeMs(taken, await sightingsOn(viewer.page));
    const badge = viewer.page.getByTestId('video-delay');
    const toldMs = (await badge.count()) > 0 ? Number(await badge.getAttribute('data-delay-ms')) : null;
    told.push(`${toldMs} of ${ageMs}`);
    if (toldMs !== null && ageMs !== null && ageMs > leastMs && Math.abs(toldMs - ageMs) < unseenMs) return;
  }
  assert.fail(`the badge never told the age of the picture: ${told.join(', ')}`);
}

interface Quality {
  readonly heightPx: number;
  readonly framesPerSecond: number;
}

/** What is said to be shown, once it is like this. */
async function shownTo({ page }: Visitor, isLike: (quality: Quality) => boolean): Promise<Quality> {
  const seen = new Set<string>();
  // Three minutes: a picture that other work on the machine has made small takes its time to grow.
  for (let look = 0; look < 720; look++) {
    const said = await page.evaluate(() => ({
      ...document.querySelector<HTMLElement>('[data-testid="video-quality"]')?.dataset,
    }));
    const quality = { heightPx: Number(said.heightPx), framesPerSecond: Number(said.framesPerSecond) };
    if (isLike(quality)) return quality;
    seen.add(`${quality.heightPx} px, ${quality.framesPerSecond}/s`);
    await page.waitForTimeout(250);
  }
  return assert.fail(`it was never like this: ${isLike}; shown were ${[...seen].join('; ')}`);
}

test('over a long way and a narrow one', async (t) => {
  const [own, announced] = ['127.0.0.1', '127.0.0.2'];
  const port = await freePort();
  const path = await udpPath(t, announced, own, port);
  const server = await startLotcast(t, {
    env: {
      MEDIA_WORKERS: '1',
      MEDIASOUP_WORKER_BIN: mediaWorker(),
      MEDIA_HOST: own,
      MEDIA_PORT: String(port),
      MEDIA_ADDRESS: announced,
    },
  });
  const browser = await launchChromium(t, await numberedCamera(t));
  const mina = await sellerOf(server.url, 'Mina');
  const [seller, ann] = await Promise.all([
    Visitor.arrive(browser, 'Mina', server.url),
    Visitor.arrive(browser, 'Ann', mina.watch),
  ]);
  await goesOnAir(seller, mina);
  await seesMovingPicture(ann.page);

  await t.test(
    'the badge tells how old a camera’s picture is, on a short way and on a long one',
    async () => {
      await noteFrames(seller.page, 'own-picture');
      await noteFrames(ann.page, 'video');
      await tellsAge(seller, ann, 0);
      path.delayMs = wayMs;
      await tellsAge(seller, ann, 2 * wayMs);
      path.delayMs = 0;
    },
  );

  await t.test('where too little comes through the picture gets smaller, then has fewer frames', async () => {
    // A browser that is short of a core sends less by itself, so what is seen is held against what was seen before.
    const before = await shownTo(
      ann,
      ({ heightPx, framesPerSecond }) => heightPx >= 120 && framesPerSecond >= 8,
    );
    path.limitBps = 80_000;
    await shownTo(ann, ({ heightPx }) => heightPx > 0 && heightPx <= 0.6 * before.heightPx);
    await shownTo(
      ann,
      ({ framesPerSecond }) => framesPerSecond > 0 && framesPerSecond <= 0.7 * before.framesPerSecond,
    );
  });

  for (const person of [seller, ann]) person.hadNoFaults();
});
