import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closeCodes } from '../../schema/codes.ts';
import { startHouseWithProvider } from '../../testing/house-with-provider.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { PlainBrowser } from '../../testing/plain-browser.ts';
import { openLot, readLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';
import { roomy } from '../socket/testing/roomy.ts';

for (const gateways of [1, 2]) {
  describe(`a ban, on ${gateways} gateways`, () => {
    it('cuts every socket off, takes the lead away before everybody’s eyes, and outlives a restart', async (t) => {
      const env = { ...roomy, GATEWAYS: String(gateways), ADMINS: 'oidc:boss' };
      const { server, provider, options } = await startHouseWithProvider(t, env);
      provider.person = { subject: 'boss' };
      const { url } = server;
      const boss = new PlainBrowser();
      await boss.follow(`${url}/auth/oidc?returnTo=/back`, ({ pathname }) => pathname === '/back');
      const told = (path: string, body: object) =>
        boss.ask(`${url}/api/admin/people/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });

      const seller = await Person.signIn(url, 'Seller');
      const honest = await Person.signIn(url, 'Honest');
      const cheat = await Person.signIn(url, 'Cheat');
      const lot = await openLot(seller);
      const watcher = await honest.connect(t);
      watcher.send({ type: 'subscribe', lot });
      await watcher.next('snapshot');
      const [one, another] = [await cheat.connect(t), await cheat.connect(t)];
      assert.equal((await watcher.bid(lot, { max: 3_000 })).type, 'bidAccepted');
      assert.equal((await one.bid(lot, { amount: 9_000, confirm: true })).type, 'bidAccepted');

      assert.equal((await told(`${cheat.id}/ban`, { reason: 'shill bids' })).status, 200);
      for (const socket of [one, another]) assert.equal((await socket.closed).code, closeCodes.signInEnded);
      await watcher.next('events', ({ events }) => events.some(({ type }) => type === 'bidsVoided'));
      const { auction } = await readLot(honest, lot);
      assert.deepEqual([auction.pricePoints, auction.bidCount], [1_000, 1]);

      const refused = async () => {
        const headers = { cookie: cheat.cookie, 'content-type': 'application/json' };
        const asked = await fetch(`${url}/api/me`, { headers });
        return [asked.status, ((await asked.json()) as { code: string }).code];
      };
      assert.deepEqual(await refused(), [403, 'banned']);
      await server.stop();
      const restarted = await startLotcast(t, { ...options, dataDir: server.dataDir });
      assert.deepEqual(await refused(), [403, 'banned']);
      assert.equal((await readLot(honest.at(restarted.url), lot)).auction.pricePoints, 1_000);

      assert.equal((await told(`${cheat.id}/unban`, {})).status, 200);
      assert.deepEqual(await refused(), [401, 'not_signed_in'], 'sessions that ended stay ended');
    });
  });
}
