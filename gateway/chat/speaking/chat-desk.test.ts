import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '../../../schema/limits.ts';
import { lot, roomHouse, sellerId, Talker } from '../testing/room-house.ts';

const codeOf = (answer: Record<string, unknown> | undefined) => answer?.code ?? answer?.type;

describe('what somebody says', () => {
  it('stays in order, however long each message is looked at, and nobody waits for somebody else', async () => {
    const { all, guard, say, texts } = await roomHouse();
    const [ann, ben] = [new Talker(2), new Talker(3)];
    guard.held.add('first');
    await say(ann, 'first');
    await say(ann, 'second');
    assert.equal(codeOf(await say(ben, 'third')), 'chatSaid');
    assert.deepEqual([ann.answers, await texts()], [[], ['third']]);
    guard.release();
    await all.room.settle();
    await say(ben, 'fourth');
    assert.deepEqual(await texts(), ['third', 'first', 'second', 'fourth']);
    assert.deepEqual(
      ann.answers.map(({ seq }) => seq),
      [3, 4],
    );
  });

  it('is not said while its words can’t be looked at, and may be sent again', async () => {
    const { guard, say, texts } = await roomHouse();
    const ann = new Talker(2);
    guard.isAway = true;
    assert.deepEqual(await say(ann, 'hello', { sayId: 9 }), {
      type: 'chatRefused',
      lot,
      sayId: 9,
      code: 'retry',
      retry: true,
    });
    guard.isAway = false;
    assert.deepEqual(await say(ann, 'hello', { sayId: 9 }), { type: 'chatSaid', lot, sayId: 9, seq: 2 });
    assert.deepEqual(await texts(), ['hello']);
  });

  it('is refused at once where it is no text, and when there is too much of it', async () => {
    const { guard, say, texts } = await roomHouse();
    const ann = new Talker(2);
    assert.equal(codeOf(await say(ann, ' \u200B ')), 'invalid');
    assert.equal(codeOf(await say(ann, 'a'.repeat(limits.maxChatChars + 1))), 'limit_exceeded');
    guard.held.add('slow');
    for (let n = 0; n < 40; n++) await say(ann, 'slow');
    const codes = ann.answers.map(codeOf);
    assert.ok(codes.includes('busy'));
    assert.equal(codeOf(await say(new Talker(3), 'quick')), 'chatSaid');
    guard.release();
    await say(new Talker(4), 'after');
    assert.equal(ann.answers.length, 42);
    assert.equal((await texts()).filter((text) => text === 'slow').length, 1);
  });

  it('is by who that is in the database, and nobody speaks who is gone', async () => {
    const { speakers, say, rooms, all } = await roomHouse();
    speakers.listed.set(2, { name: 'Ann', knownSince: 0, follows: false });
    speakers.listed.set(3, null);
    assert.equal(codeOf(await say(new Talker(2), 'hello')), 'chatSaid');
    assert.equal(codeOf(await say(new Talker(3), 'hello')), 'not_allowed');
    assert.equal(rooms.count, 1);
    const snapshot = all.lanes.ask(`chat/${lot}`, { ask: 'recent' });
    await all.room.settle();
    const [message] = (await snapshot) as Array<{ by: object }>;
    assert.deepEqual(message?.by, { id: 2, name: 'Ann', rank: 'speaker', isGuest: false });
  });
});

describe('the room’s settings', () => {
  it('are kept to by whoever they are for, with how long to wait', async () => {
    const { set, say, speakers } = await roomHouse();
    const [ann, guest, seller] = [new Talker(2), new Talker(3, 'guest'), new Talker(sellerId)];
    assert.equal(codeOf(await say(guest, 'hello')), 'accounts_only');
    await set({ followersOnly: true });
    assert.equal(codeOf(await say(ann, 'hello')), 'followers_only');
    speakers.listed.set(2, { name: 'Ann', knownSince: 0, follows: true });
    assert.equal(codeOf(await say(ann, 'hello')), 'chatSaid');
    await set({ followersOnly: false, emotesOnly: true });
    assert.equal(codeOf(await say(ann, 'hello 👋')), 'emotes_only');
    assert.equal(codeOf(await say(ann, '👋🏽 👋')), 'chatSaid');
    await set({ emotesOnly: false, slowMs: 10_000 });
    const slow = await say(ann, 'too soon');
    assert.deepEqual([slow?.code, slow?.retry, slow?.waitMs], ['slow_mode', false, 10_000]);
    assert.equal(codeOf(await say(seller, 'mine')), 'chatSaid');
  });
});

describe('the words of a room', () => {
  const blocked = [{ action: 'refuse' as const, words: ['cheap'] }];

  it('are known from the first message on, and changed ones as soon as they are set', async () => {
    const { setWords, say } = await roomHouse();
    await setWords(blocked);
    const ann = new Talker(2);
    assert.equal(codeOf(await say(ann, 'cheap')), 'blocked_words');
    await setWords([{ action: 'mask', words: ['cheap'] }]);
    assert.equal(codeOf(await say(ann, 'cheap')), 'chatSaid');
    await setWords([{ action: 'hold', words: ['dear'] }]);
    assert.deepEqual((await say(ann, 'dear'))?.held, true);
  });

  it('are asked for again when the shard was another one meanwhile', async () => {
    const { all, setWords, say } = await roomHouse();
    const ann = new Talker(2);
    assert.equal(codeOf(await say(ann, 'cheap')), 'chatSaid');
    await all.loseShard();
    await all.connect();
    await setWords(blocked);
    assert.equal(codeOf(await say(ann, 'cheap again')), 'blocked_words');
  });

  it('are forgotten with the room when nobody speaks there any more', async () => {
    const { all, guard, rooms, words, setWords, say } = await roomHouse();
    const ann = new Talker(2);
    await setWords(blocked);
    await say(ann, 'hello');
    words.tidy();
    assert.deepEqual([rooms.count, guard.rooms.size], [1, 1]);
    await all.room.advance(3_600_000);
    words.tidy();
    assert.deepEqual([rooms.count, guard.rooms.size], [0, 0]);
    assert.equal(codeOf(await say(ann, 'cheap')), 'blocked_words');
  });
});
