import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionRules } from '../schema/auction/spec.ts';
import type { Lot } from '../schema/http.ts';
import { launchChromium } from '../testing/chromium.ts';
import { type RunningLotcast, startLotcast } from '../testing/lotcast.ts';
import { mediaWorker } from '../testing/media-worker.ts';
import { childrenOf, commandLineOf } from '../testing/processes.ts';
import { hearsSound, seesMovingPicture } from './testing/moving-picture.ts';
import { Visitor } from './testing/visitor.ts';

const graceMs = 1_000;
const rules: AuctionRules = {
  startPoints: 10_000,
  increments: { kind: 'fixed', stepPoints: 1_000 },
  reservePoints: null,
  buyNowPoints: null,
  clock: { rule: 'fixed', durationMs: 3_600_000 },
  onStreamLoss: { rule: 'pause', graceMs },
};

/** Somebody who has a live lot, known by a cookie. */
async function sellerOf(url: string, name: string) {
  const headers = { 'content-type': 'application/json' };
  const came = await fetch(`${url}/api/guests`, { method: 'POST', headers, body: JSON.stringify({ name }) });
  const cookie = came.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const post = async <Answer>(path: string, body: object) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as Answer;
  };
  const { id } = await post<Lot>('/api/lots', { title: `${name}’s lot`, rules });
  await post(`/api/lots/${id}/open`, {});
  return { cookie, lot: id, console: `${url}/lots/${id}/console`, watch: `${url}/lots/${id}` };
}

const workersOf = (server: RunningLotcast) =>
  childrenOf(server.pid).filter((pid) => commandLineOf(pid)[0]?.includes('mediasoup-worker'));

async function goesOnAir(seller: Visitor, { cookie, console }: Awaited<ReturnType<typeof sellerOf>>) {
  await seller.comesAs(cookie, console);
  await seller.press('studio-open');
  await seller.press('studio-air');
  await seller.sees('air', { air: 'on' });
}

test('two lots on air: seen and heard, lost and found again', async (t) => {
  const server = await startLotcast(t, { env: { MEDIA_WORKERS: '2', MEDIASOUP_WORKER_BIN: mediaWorker() } });
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

  await t.test('with sound, once the page was pressed', async () => {
    const video = await ann.sees('video');
    if (await video.evaluate((element) => (element as HTMLVideoElement).muted)) {
      await ann.press((await ann.page.getByTestId('video-hear').isVisible()) ? 'video-hear' : 'video-sound');
    }
    await hearsSound(ann.page);
  });

  await t.test('where the network lets no UDP through, too', () => seesMovingPicture(tcp.page));

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
