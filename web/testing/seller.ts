import assert from 'node:assert/strict';
import type { AuctionRules } from '../../schema/auction/spec.ts';
import type { Lot } from '../../schema/http.ts';
import type { Visitor } from './visitor.ts';

/** How long a lot of these sellers goes on without its picture. */
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
export async function sellerOf(url: string, name: string) {
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

/** Comes to the console of the own lot and goes on air with the camera. */
export async function goesOnAir(seller: Visitor, { cookie, console }: Awaited<ReturnType<typeof sellerOf>>) {
  await seller.comesAs(cookie, console);
  await seller.press('studio-open');
  await seller.press('studio-air');
  await seller.sees('air', { air: 'on' });
}
