import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { closeCodes } from '../../../schema/codes.ts';
import { limits } from '../../../schema/limits.ts';
import { startLotcast } from '../../../testing/lotcast.ts';
import { metricsUrl, scrape } from '../../metrics/testing/scrape.ts';
import { openLot } from '../../socket/testing/lots.ts';
import { Person } from '../../socket/testing/person.ts';
import { roomy } from '../../socket/testing/roomy.ts';
import { SocketClient } from '../../socket/testing/socket-client.ts';
import { within } from '../../socket/testing/within.ts';
import { Chatter, type SayAnswer } from '../testing/chatter.ts';

const server = await startLotcast({ after }, { env: { ...roomy, SHARDS: '1', METRICS_PORT: '0' } });
const { url } = server;
const seller = await Person.signIn(url, 'Seller');
const metric = async (name: string) => (await scrape(metricsUrl(server))).value(name);

it('a flood of messages keeps nobody from bidding on the same lot, and what was confirmed is heard once', async (t) => {
  const lot = await openLot(seller);
  const bidders = await Promise.all(
    ['Ann', 'Ben'].map(async (name) => (await Person.signIn(url, name)).connect(t)),
  );
  const reader = await Chatter.enter(t, { url }, lot);
  const speakers = await Promise.all(
    Array.from({ length: 8 }, async (_, n) => Chatter.enter(t, await Person.signIn(url, `Flood ${n}`), lot)),
  );
  let isOver = false;
  let last = 0;
  const floods = speakers.map(async (chatter, n) => {
    const said: string[] = [];
    for (let round = 0; !isOver; round++) {
      const texts = Array.from({ length: 24 }, (_, at) => `${n} ${round} ${at} ${'x'.repeat(200)}`);
      const answers: SayAnswer[] = await Promise.all(texts.map((text) => chatter.say(text)));
      for (const [at, answer] of answers.entries()) {
        if (answer.type === 'chatSaid') {
          said.push(texts[at] as string);
          last = Math.max(last, answer.seq);
        } else assert.ok(['busy', 'rate_limited'].includes(answer.code) && answer.retry, answer.code);
      }
    }
    return said;
  });
  for (let n = 0; n < 40; n++) {
    const answer = await (bidders[n % 2] as SocketClient).bid(lot, { amount: 1_000 + 100 * n });
    assert.equal(answer.type, 'bidAccepted');
  }
  isOver = true;
  const said = await Promise.all(floods);
  await within(reader.reached(last), () => `stuck at ${reader.seq} of ${last}`);
  // In the order in which each of them said it.
  for (const [n, texts] of said.entries()) {
    const heard = reader.texts.filter((text) => text.startsWith(`${n} `));
    assert.deepEqual(heard, texts);
    assert.ok(texts.length >= limits.chatBurst);
  }
});

it('who asks for pictures and does not read them is cut off, and slows nobody down', async (t) => {
  const lot = await openLot(seller);
  for (let n = 0; n < limits.chatSnapshotMessages / limits.chatBurst; n++) {
    const speaker = await Chatter.enter(t, await Person.signIn(url, `Speaker ${n}`), lot);
    for (let at = 0; at < limits.chatBurst; at++) {
      assert.equal((await speaker.say(`${n} ${at} ${'가'.repeat(280)}`)).type, 'chatSaid');
    }
    speaker.client.drop();
  }
  const slow = await Chatter.enter(t, await Person.signIn(url, 'Slow'), lot);
  slow.client.socket.pause();
  const cut = await metric('lotcast_slow_readers_cut_total');
  const talking = await Chatter.enter(t, seller, lot);
  while ((await metric('lotcast_slow_readers_cut_total')) === cut) {
    slow.client.send({ type: 'chatEnter', lot });
    await talking.client.settled();
  }
  const { type, ...answer } = await talking.say('still here');
  assert.equal(type, 'chatSaid');
  await talking.reached('seq' in answer ? answer.seq : 0);
  slow.client.socket.resume();
  assert.equal((await slow.client.closed).code, closeCodes.slowReader);
});

it('a crowd that comes in one moment is shown the room, each once', async (t) => {
  const lot = await openLot(seller);
  const talking = await Chatter.enter(t, seller, lot);
  const answer = await talking.say('welcome');
  const people = await Promise.all(Array.from({ length: 20 }, (_, n) => Person.signIn(url, `Person ${n}`)));
  const clients = await Promise.all(
    Array.from({ length: 200 }, (_, n) => (people[n % people.length] as Person).connect(t)),
  );
  for (const client of clients) client.send({ type: 'subscribe', lot });
  await Promise.all(clients.map((client) => client.next('snapshot')));
  for (const client of clients) client.send({ type: 'chatEnter', lot });
  const chatters = clients.map((client) => new Chatter(client, lot));
  await Promise.all(chatters.map((chatter) => within(chatter.reached(2), 'not in the room')));
  assert.ok('seq' in answer);
  for (const { texts, frames } of chatters) {
    assert.deepEqual(texts, ['welcome']);
    assert.equal(frames.filter((type) => type === 'chatRoom').length, 1);
  }
  assert.equal(await metric('lotcast_chat_members'), clients.length + 1);
});

it('a room is told when a crowd comes to its lot, once', async (t) => {
  const lot = await openLot(seller);
  const talking = await Chatter.enter(t, seller, lot);
  const crowd = await Promise.all(
    Array.from({ length: limits.raidJoins + 5 }, () => SocketClient.connect(t, url)),
  );
  for (const client of crowd) client.send({ type: 'subscribe', lot });
  await within(talking.reached(2), 'nobody noticed the crowd');
  assert.deepEqual(
    talking.events.map(({ type }) => type),
    ['guarded'],
  );
});
