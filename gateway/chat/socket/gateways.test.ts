import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { limits } from '../../../schema/limits.ts';
import { openLot } from '../../socket/testing/lots.ts';
import { Person } from '../../socket/testing/person.ts';
import type { SocketClient } from '../../socket/testing/socket-client.ts';
import { within } from '../../socket/testing/within.ts';
import { Gateways } from '../../threads/testing/gateways-for-test.ts';
import { Chatter } from '../testing/chatter.ts';

const gateways = await Gateways.start({ after }, 3);
const { url } = gateways;
const seller = await Person.signIn(url, 'Seller');
const ann = await Person.signIn(url, 'Ann');
const ben = await Person.signIn(url, 'Ben');

describe('a room on several gateways', () => {
  it('has one order, and each speaker’s own is kept, wherever they speak and read', async (t) => {
    const lot = await openLot(seller);
    const chatters = await Promise.all(
      [...(await gateways.onEach(t, ann)), ...(await gateways.onEach(t, ben))].map((client) =>
        Chatter.on(client, lot),
      ),
    );
    const answers = await Promise.all(chatters.slice(2, 5).map((chatter, n) => chatter.say(`${n}`)));
    assert.deepEqual(new Set(answers.map(({ type }) => type)), new Set(['chatSaid']));
    const last = Math.max(...answers.map((answer) => ('seq' in answer ? answer.seq : 0)));
    await Promise.all(chatters.map((chatter) => within(chatter.reached(last), () => `${chatter.seq}`)));
    for (const chatter of chatters) assert.deepEqual(chatter.texts, chatters[0]?.texts);
    assert.equal(chatters[0]?.texts.length, 3);
  });

  it('says a message once that is sent on all of them', async (t) => {
    const lot = await openLot(seller);
    const chatters = await Promise.all(
      (await gateways.onEach(t, ann)).map((client) => Chatter.on(client, lot)),
    );
    const answers = await Promise.all(chatters.map((chatter) => chatter.say('once', { sayId: 5 })));
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.deepEqual((await Chatter.enter(t, ben, lot)).texts, ['once']);
  });

  it('keeps to the words and settings that its seller sets, at once and everywhere', async (t) => {
    const lot = await openLot(seller);
    const chatters = await Promise.all(
      (await gateways.onEach(t, ann)).map((client) => Chatter.on(client, lot)),
    );
    const codes = async (text: string) =>
      Promise.all(
        chatters.map(async (chatter, n) => {
          const answer = await chatter.say(`${text} ${n}`);
          return answer.type === 'chatRefused' ? answer.code : answer.type;
        }),
      );
    assert.deepEqual(await codes('quokka'), ['chatSaid', 'chatSaid', 'chatSaid']);
    await seller.api('PUT', `/api/lots/${lot}/chat/words`, {
      lists: [{ action: 'refuse', words: ['quokka'] }],
    });
    const told = (type: string) =>
      Promise.all(
        chatters.map(async (chatter) => {
          for (let seq = 1; chatter.events.at(-1)?.type !== type; seq++) await chatter.reached(seq);
        }),
      );
    await told('wordsSet');
    assert.deepEqual(await codes('another quokka'), Array(3).fill('blocked_words'));
    await seller.api('PATCH', `/api/lots/${lot}/chat/settings`, { emotesOnly: true });
    await told('settingsSet');
    assert.deepEqual(await codes('hello'), Array(3).fill('emotes_only'));
  });

  it('shows which bidders are here, once each, and who is gone no more', async (t) => {
    const lot = await openLot(seller);
    const watching = await Promise.all(
      (await gateways.onEach(t, seller)).map((client) => Chatter.on(client, lot)),
    );
    const present = (names: readonly string[]) =>
      Promise.all(
        watching.map(({ client }) =>
          client.next(
            'chatPresent',
            (told) => told.more === 0 && told.bidders.map(({ name }) => name).join() === names.join(),
          ),
        ),
      );
    const annClients = await gateways.onEach(t, ann);
    for (const client of annClients) await Chatter.on(client, lot);
    assert.equal((await (annClients[0] as SocketClient).bid(lot, { amount: 1_000 })).type, 'bidAccepted');
    const [told] = await present(['Ann']);
    assert.deepEqual(told?.bidders, [{ id: ann.id, name: 'Ann', paddle: 1 }]);
    const benClient = await ben.connect(t);
    await Chatter.on(benClient, lot);
    await benClient.bid(lot, { amount: 1_100 });
    await present(['Ann', 'Ben']);
    // Whoever comes in later is told as well.
    const late = await Chatter.enter(t, seller, lot);
    assert.equal((await late.client.next('chatPresent')).bidders.length, 2);
    for (const client of annClients) client.drop();
    await present(['Ben']);
  });

  it('is told how often everybody together reacts, and too many of one person do not count', async (t) => {
    const lot = await openLot(seller);
    const clients = [await gateways.onEach(t, ann), await gateways.onEach(t, ben)].flat();
    const chatters = await Promise.all(clients.map((client) => Chatter.on(client, lot)));
    for (const { client } of chatters) {
      for (let n = 0; n < 2; n++) client.send({ type: 'chatReact', lot, kind: 'heart' });
      client.send({ type: 'chatReact', lot, kind: 'clap' });
    }
    await Promise.all(
      chatters.map(async ({ client }) => {
        const sums = { heart: 0, clap: 0 };
        while (sums.heart < 2 * clients.length || sums.clap < clients.length) {
          const { counts } = await client.next('chatReactions', (told) => told.lot === lot);
          sums.heart += counts.heart ?? 0;
          sums.clap += counts.clap ?? 0;
        }
        assert.deepEqual(sums, { heart: 2 * clients.length, clap: clients.length });
      }),
    );
    const [flood, quiet] = chatters as [Chatter, Chatter];
    const sent = limits.reactionsBurst * 10;
    for (let n = 0; n < sent; n++) flood.client.send({ type: 'chatReact', lot, kind: 'fire' });
    await flood.client.settled();
    const { counts } = await quiet.client.next('chatReactions', (told) => told.counts.fire !== undefined);
    assert.ok((counts.fire ?? 0) < sent / 2, `${counts.fire} of ${sent} counted`);
  });
});
