import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ensurePeerPackages } from '../setup/packages.mjs';
import { Bench } from './bench.ts';
import type { FloodPlan } from './generator/chat/chat-api.ts';
import { fillRoom } from './scenarios/chat/chat-house.ts';
import { lotcastChat } from './scenarios/chat/lotcast-chat.ts';
import { socketIoChats } from './scenarios/chat/socket-io-chat.ts';

const people = 12;
const speakers = 4;
const history = 50;
const messages = 100;
const longMs = 60_000;

const flood: FloodPlan = {
  speakers,
  inFlight: 8,
  ratePerSecond: null,
  warmUpMs: 0,
  measureMs: longMs,
  deliveries: messages * people,
};

/** What the bench claims of each: that a crowd holds the history, and that everybody hears what is said. */
describe('chat rooms that are measured', () => {
  const bench = new Bench();
  before(ensurePeerPackages);
  after(() => bench.cleanUp());

  for (const house of [lotcastChat(bench, { shards: 1 }), ...socketIoChats(bench)]) {
    it(`${house.name} lets a crowd in at once, and tells everybody everything`, async () => {
      const running = await house.start(people);
      const crowd = bench.startChatCrowd();
      const lot = await running.openRoom(crowd, history);
      const { targets, cookies, subscribes } = running;
      const plan = { lot, targets, cookies, subscribes, firstSpeaker: 0, timeoutMs: longMs };
      const { inside, faults } = await crowd.enter('crowd', { ...plan, atOnce: people, history });
      assert.deepEqual([inside, faults], [people, []]);
      await crowd.leave('crowd');

      const empty = await running.openRoom(crowd, 0);
      await fillRoom(crowd, 'flood', running, empty, cookies);
      const { refused } = await crowd.flood('flood', flood);
      assert.deepEqual(refused, {});
      const paced = { ...flood, ratePerSecond: 200, measureMs: 500, deliveries: null };
      const { delivered } = await crowd.flood('flood', paced);
      assert.ok(delivered.count > 0, 'none was delivered');

      const { deliveries, confirmed, misordered, ...rest } = await crowd.proof('flood');
      assert.ok(confirmed >= messages, `${confirmed} confirmed`);
      assert.equal(deliveries, confirmed * people);
      assert.deepEqual(rest, { lost: 0, doubled: 0, strange: 0, unanswered: 0, errors: {}, closed: {} });
      // Nodes that share a stream hear each other later than themselves.
      if (targets.length === 1) assert.equal(misordered, 0);
      await crowd.stop();
      await running.stop();
    });
  }

  it('says why somebody is not inside', async () => {
    const [house] = socketIoChats(bench);
    assert.ok(house);
    const running = await house.start(1);
    const crowd = bench.startChatCrowd();
    const { targets, cookies, subscribes } = running;
    const { inside, faults } = await crowd.enter('short', {
      lot: 'of which nobody speaks',
      targets,
      cookies,
      subscribes,
      atOnce: 1,
      history: 1,
      firstSpeaker: 0,
      timeoutMs: 500,
    });
    assert.deepEqual([inside, faults], [0, ['was shown 0 messages in time']]);
    await crowd.stop();
    await running.stop();
  });
});
