import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchChromium } from '../testing/chromium.ts';
import { type RunningLotcast, startLotcast } from '../testing/lotcast.ts';
import { mediaWorker } from '../testing/media-worker.ts';
import { childrenOf, commandLineOf } from '../testing/processes.ts';
import { en } from './src/words/en.ts';
import { hearsSound, seesMovingPicture } from './testing/moving-picture.ts';
import { namelessControls } from './testing/nameless-controls.ts';
import { goesOnAir, sellerOf } from './testing/seller.ts';
import { Visitor } from './testing/visitor.ts';

const workersOf = (server: RunningLotcast) =>
  childrenOf(server.pid).filter((pid) => commandLineOf(pid)[0]?.includes('mediasoup-worker'));

/** Where the server says that its metrics are. */
function metricsUrl({ output }: RunningLotcast): string {
  const line = output()
    .split('\n')
    .find((one) => one.includes('"metrics are served"'));
  return (JSON.parse(line ?? '{}') as { url: string }).url;
}

/**
 * What browsers do to sound before a press. Chromium itself doesn't in a test: it takes each look that a test
 * has at the page for a press.
 */
function silenceBeforePress() {
  let isPressed = false;
  addEventListener('click', () => (isPressed = true), { capture: true });
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this.muted || isPressed) return play.call(this);
    return Promise.reject(new DOMException('press first', 'NotAllowedError'));
  };
}

/** Gives a page a screen to share, which Chromium without a fake camera has not: a canvas on which much happens. */
const hasScreen = (page: Page) =>
  page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d');
      setInterval(() => {
        if (context === null) return;
        context.fillStyle = `hsl(${Math.random()}turn 100% 50%)`;
        context.fillRect(0, 0, canvas.width, canvas.height);
      }, 50);
      return canvas.captureStream();
    };
  });

/** The element is there but not to be seen where there is only sound. */
const isMuted = ({ page }: Visitor) =>
  page.getByTestId('video').evaluate((element) => (element as HTMLVideoElement).muted);

test('two lots on air: seen and heard, lost and found again', async (t) => {
  const server = await startLotcast(t, {
    env: { MEDIA_WORKERS: '2', MEDIASOUP_WORKER_BIN: mediaWorker(), METRICS_PORT: '0' },
  });
  const browser = await launchChromium(t);
  const withoutUdp = await launchChromium(t, ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp']);
  const [mina, jun] = [await sellerOf(server.url, 'Mina'), await sellerOf(server.url, 'Jun')];

  let seller = await Visitor.arrive(browser, 'Mina', server.url);
  const [other, ann, bo, tcp] = await Promise.all([
    Visitor.arrive(browser, 'Jun', server.url),
    Visitor.arrive(browser, 'Ann', mina.watch),
    Visitor.arrive(browser, 'Bo', jun.watch, { isPhone: true }),
    Visitor.arrive(withoutUdp, 'Cho', mina.watch),
  ]);
  await t.test('a seller goes on air, and everyone sees it without a reload', async () => {
    await goesOnAir(seller, mina);
    await seesMovingPicture(ann.page);
    assert.equal(ann.loads, 1);
  });

  await t.test('it is quiet until sound is asked for', async () => {
    assert.ok(await isMuted(ann));
    await ann.press('video-sound');
    await hearsSound(ann.page);
  });

  await t.test('how late it is, is measured from the camera on', async () => {
    const badge = await ann.sees('video-delay');
    const delayMs = Number(await badge.getAttribute('data-delay-ms'));
    assert.ok(delayMs > 0 && delayMs < 10_000, `${delayMs} ms`);
  });

  await t.test('everything on the pages has a name', async () => {
    assert.deepEqual(await namelessControls(seller.page), []);
    assert.deepEqual(await namelessControls(ann.page), []);
  });

  await t.test('where the network lets no UDP through, too', () => seesMovingPicture(tcp.page));

  await t.test('metrics count those who came to a picture, and how long it took them to see it', async () => {
    const metrics = await (await fetch(metricsUrl(server))).text();
    const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
    assert.equal(value('lotcast_media_joins_total'), 2);
    assert.equal(value('lotcast_media_join_to_first_frame_seconds_count'), 2);
    assert.ok(value('lotcast_media_join_to_first_frame_seconds_sum') > 0);
  });

  await t.test('another lot beside it, on a phone', async () => {
    await goesOnAir(other, jun);
    await seesMovingPicture(bo.page);
  });

  await t.test('lists say who is on air and who watches, and show the picture', async () => {
    const passer = await Visitor.arrive(browser, 'Dae', server.url);
    const card = passer.page.locator(`[data-lot="${mina.lot}"]`);
    await card.locator('[data-testid="card-on-air"]').waitFor();
    // Ann, Cho, and Mina at the console.
    await card.locator('[data-testid="card-viewers"][data-count="3"]').waitFor();
    await card.locator('[data-testid="card-picture"] img.there').waitFor();
    passer.hadNoFaults();
  });

  await t.test('a seller who drops out stops the clock; it runs on when the picture is back', async () => {
    await seller.page.close();
    await ann.sees('poster');
    await ann.page.locator('[data-testid="countdown"]:not([data-ends-at])').waitFor();
    seller = await Visitor.arrive(browser, 'Mina', server.url);
    await goesOnAir(seller, mina);
    await seesMovingPicture(ann.page);
    await ann.page.locator('[data-testid="countdown"][data-ends-at]').waitFor();
  });

  await t.test('workers that are killed are replaced; pictures come back, and nobody reloads', async () => {
    const workers = workersOf(server);
    assert.equal(workers.length, 2);
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    await Promise.all([ann, bo, tcp].map(({ page }) => page.waitForTimeout(500)));
    await seesMovingPicture(ann.page);
    await seesMovingPicture(bo.page);
    await seesMovingPicture(tcp.page);
    assert.deepEqual([ann.loads, bo.loads, tcp.loads], [1, 1, 1]);
  });

  await t.test('a seller who ends the picture leaves a poster', async () => {
    await seller.press('studio-end');
    await seller.sees('air', { air: 'off' });
    await ann.sees('poster');
  });

  for (const person of [other, ann, bo, tcp]) person.hadNoFaults();
});

test('sound alone, for who has no camera; and sound as it was chosen on this device', async (t) => {
  const server = await startLotcast(t, { env: { MEDIA_WORKERS: '1', MEDIASOUP_WORKER_BIN: mediaWorker() } });
  const withoutCamera = await launchChromium(t, ['--use-fake-device-for-media-stream=device-count=0']);
  const browser = await launchChromium(t);
  const mina = await sellerOf(server.url, 'Mina');
  const [seller, ann, bo] = await Promise.all([
    Visitor.arrive(withoutCamera, 'Mina', server.url),
    Visitor.arrive(browser, 'Ann', mina.watch),
    Visitor.arrive(browser, 'Bo', mina.watch, { isPhone: true }),
  ]);

  await t.test('the studio says that there is no camera, and goes on air without', async () => {
    await seller.comesAs(mina.cookie, mina.console);
    await seller.press('studio-open');
    await seller.page.locator('[data-fault="notFound"][data-sources="camera"]').waitFor();
    assert.deepEqual(await namelessControls(seller.page), []);
    await seller.press('studio-air');
    await seller.sees('air', { air: 'on' });
  });

  await t.test('bidders are told, and hear it when they want to', async () => {
    for (const viewer of [ann, bo]) {
      await viewer.sees('player', { shows: 'sound' });
      await viewer.reads('poster', en.video.soundOnly);
      assert.ok(await isMuted(viewer));
      await viewer.press('video-hear');
      await hearsSound(viewer.page);
    }
  });

  await t.test('a screen is shared beside it, and taken back; the clock runs on all the while', async () => {
    await hasScreen(seller.page);
    await seller.press('studio-screen');
    await seesMovingPicture(ann.page);
    await ann.sees('player', { shows: 'picture' });
    await seller.press('studio-screen');
    await ann.sees('player', { shows: 'sound' });
    await hearsSound(ann.page);
    await seller.sees('air', { air: 'on' });
    const lost = await ann.page.getByText(en.happened.streamDown, { exact: true }).count();
    assert.equal(lost, 0);
  });

  await t.test('who comes again hears at once, or is asked to press where the browser wants it', async () => {
    // A page that reloads itself keeps what it was allowed by a press; one that is reloaded from outside does not.
    await Promise.all([bo.page.waitForEvent('load'), bo.page.evaluate(() => location.reload())]);
    await hearsSound(bo.page);
    const asked = await ann.page.context().newPage();
    await asked.addInitScript(silenceBeforePress);
    await asked.goto(mina.watch);
    await asked.getByTestId('video-hear').click();
    await hearsSound(asked);
  });

  for (const person of [seller, ann, bo]) person.hadNoFaults();
});

test('who forbids camera and microphone is told what to do, and may try again', async (t) => {
  const server = await startLotcast(t, { env: { MEDIA_WORKERS: '1', MEDIASOUP_WORKER_BIN: mediaWorker() } });
  const forbidding = await launchChromium(t, ['--use-fake-ui-for-media-stream=deny']);
  const mina = await sellerOf(server.url, 'Mina');
  const seller = await Visitor.arrive(forbidding, 'Mina', server.url, { isPhone: true, locale: 'ko-KR' });
  await seller.comesAs(mina.cookie, mina.console);
  for (let attempt = 0; attempt < 2; attempt++) {
    await seller.press('studio-open');
    await seller.page.locator('[data-fault="notAllowed"][data-sources="camera microphone"]').waitFor();
  }
  seller.hadNoFaults();
});
