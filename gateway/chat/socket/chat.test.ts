import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startLotcast } from '../../../testing/lotcast.ts';
import { openLot } from '../../socket/testing/lots.ts';
import { Person } from '../../socket/testing/person.ts';
import { roomy } from '../../socket/testing/roomy.ts';
import { SocketClient } from '../../socket/testing/socket-client.ts';
import { Chatter } from '../testing/chatter.ts';

const { url } = await startLotcast({ after }, { env: roomy });
const seller = await Person.signIn(url, 'Seller');
const ann = await Person.signIn(url, 'Ann');
const ben = await Person.signIn(url, 'Ben');

describe('a room', () => {
  it('tells everyone what is said in one order, its speaker’s name and rank included', async (t) => {
    const lot = await openLot(seller);
    const chatters = await Promise.all([ann, ben, seller].map((person) => Chatter.enter(t, person, lot)));
    const reader = await Chatter.enter(t, { url }, lot);
    const answers = await Promise.all(
      chatters.flatMap((chatter, n) => [0, 1, 2].map((turn) => chatter.say(`${n} says ${turn}`))),
    );
    assert.deepEqual(new Set(answers.map(({ type }) => type)), new Set(['chatSaid']));
    const last = Math.max(...answers.map((answer) => ('seq' in answer ? answer.seq : 0)));
    await Promise.all([...chatters, reader].map((chatter) => chatter.reached(last)));
    for (const chatter of chatters) assert.deepEqual(chatter.events.slice(-9), reader.events.slice(-9));
    for (const [n] of chatters.entries()) {
      const own = reader.texts.filter((text) => text.startsWith(String(n)));
      assert.deepEqual(own, [`${n} says 0`, `${n} says 1`, `${n} says 2`]);
    }
    const bySeller = reader.events.find((event) => event.type === 'said' && event.by.id === seller.id);
    assert.deepEqual(bySeller?.type === 'said' && bySeller.by, {
      id: seller.id,
      name: 'Seller',
      rank: 'seller',
      isGuest: true,
    });
  });

  it('shows who comes later the latest messages, and who comes back exactly the missed ones', async (t) => {
    const lot = await openLot(seller);
    const talking = await Chatter.enter(t, seller, lot);
    const first = await Chatter.enter(t, ann, lot);
    await talking.say('one');
    await first.reached(2);
    first.client.drop();
    await first.client.closed;
    await talking.say('two');
    await talking.say('three');
    const back = await Chatter.enter(t, ann, lot, first.position);
    assert.deepEqual([back.frames, back.texts], [['chatEvents'], ['two', 'three']]);
    const current = await Chatter.enter(t, ann, lot, back.position);
    assert.deepEqual([current.frames, current.texts], [['chatEvents'], []]);
    const strange = await Chatter.enter(t, ann, lot, { epoch: 'other', seq: 0 });
    assert.deepEqual([strange.frames[0], strange.texts], ['chatRoom', ['one', 'two', 'three']]);
    const late = await Chatter.enter(t, ben, lot);
    assert.deepEqual([late.frames[0], late.texts], ['chatRoom', ['one', 'two', 'three']]);
  });

  it('says a message once, however often it is sent', async (t) => {
    const lot = await openLot(seller);
    const chatter = await Chatter.enter(t, ann, lot);
    const sayId = 7;
    const answers = await Promise.all([
      chatter.say('hello', { sayId }),
      chatter.say('hello', { sayId }),
      chatter.say('hello', { sayId }),
    ]);
    assert.deepEqual(answers, Array(3).fill({ type: 'chatSaid', lot, sayId, seq: 2 }));
    const again = await (await Chatter.enter(t, ann, lot)).say('hello', { sayId });
    assert.deepEqual(again, { type: 'chatSaid', lot, sayId, seq: 2 });
    assert.deepEqual((await Chatter.enter(t, ben, lot)).texts, ['hello']);
  });
});

describe('who is not in the room', () => {
  it('can’t speak or react there, and hears nothing after leaving it or its lot', async (t) => {
    const lot = await openLot(seller);
    const talking = await Chatter.enter(t, seller, lot);
    const stranger = await ann.connect(t);
    const refused = async (message: { type: string; [field: string]: unknown }, client = stranger) => {
      client.send(message);
      const { code, about } = await client.next('error');
      assert.deepEqual([code, about], ['not_found', { type: message.type, lot }]);
    };
    await refused({ type: 'chatEnter', lot });
    await refused({ type: 'chatSay', lot, sayId: 1, text: 'hello' });
    await refused({ type: 'chatReact', lot, kind: 'heart' });
    for (const leave of ['chatLeave', 'unsubscribe']) {
      const chatter = await Chatter.enter(t, ann, lot);
      chatter.client.send({ type: leave, lot });
      await chatter.client.settled();
      await talking.say(`after ${leave}`);
      await refused({ type: 'chatSay', lot, sayId: 1, text: 'hello' }, chatter.client);
      assert.ok(!chatter.texts.includes(`after ${leave}`));
    }
  });

  it('and not signed in reads, and is told to sign in', async (t) => {
    const lot = await openLot(seller);
    const nobody = await SocketClient.connect(t, url);
    await Chatter.on(nobody, lot);
    nobody.send({ type: 'chatSay', lot, sayId: 1, text: 'hello' });
    assert.equal((await nobody.next('error')).code, 'not_signed_in');
  });
});
