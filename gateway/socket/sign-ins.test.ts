import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { Known } from '../people/tokens/verifier.ts';
import { Allowance } from './allowance.ts';
import { Connection } from './connection.ts';
import { SignIns } from './sign-ins.ts';
import { Traffic } from './traffic.ts';

const signedInMs = 600_000;

/** Sign-ins of which a cookie and a socket token alike are the person's id, a stroke, and the session's. */
function house() {
  const clock = { now: 1_000_000 };
  const endsAt = new Map<string, number>();
  const verify = async (token: string | undefined): Promise<Known | null> => {
    const [id = '', sessionId = ''] = token?.split('/') ?? [];
    if (!id) return null;
    const person = { id: Number(id), name: id, kind: 'guest', role: 'user' } as const;
    return { person, sessionId, endsAt: clock.now + signedInMs, isBanned: endsAt.has(`banned ${id}`) };
  };
  const signIns = new SignIns({ verifyCookie: verify, verifySocketToken: verify }, () => clock.now);

  async function connect(cookie: string | undefined) {
    const told: Array<{ type: string; signedInUntil?: number; code?: string }> = [];
    let closed: number | null = null;
    const connection = new Connection({
      address: '',
      bids: new Allowance(1, 1),
      messages: new Allowance(1, 1),
      topics: { subscribe() {}, unsubscribe() {}, putAnswer() {} },
      traffic: new Traffic(),
    });
    connection.opened({
      send: (frame: string) => told.push(JSON.parse(frame)) && 1,
      end: (code: number) => {
        closed = code;
        connection.closed();
        signIns.ended(connection);
      },
      cork: (call: () => void) => call(),
      getBufferedAmount: () => 0,
    } as unknown as Parameters<Connection['opened']>[0]);
    const signIn = await signIns.begin(connection, cookie, false);
    return { connection, told, signIn, closed: () => closed };
  }

  return { signIns, clock, connect, ban: (id: number) => endsAt.set(`banned ${id}`, 0) };
}

test('a socket is told once to renew, and is cut off at the end when it does not', async () => {
  const { signIns, clock, connect } = house();
  const one = await connect('1/a');
  const onlooker = await connect(undefined);
  clock.now += signedInMs - limits.renewNoticeMs - 1;
  signIns.look();
  assert.deepEqual(one.told, []);
  clock.now += 1;
  for (let n = 0; n < 3; n++) signIns.look();
  assert.deepEqual(one.told, [{ type: 'renew', signedInUntil: clock.now + limits.renewNoticeMs }]);
  clock.now += limits.renewNoticeMs - 1;
  signIns.look();
  assert.equal(one.closed(), null);
  clock.now += 1;
  signIns.look();
  assert.equal(one.closed(), closeCodes.signInEnded);
  assert.deepEqual([onlooker.closed(), onlooker.told], [null, []]);
});

test('a socket that shows that its session was renewed stays, and is told again before the next end', async () => {
  const { signIns, clock, connect } = house();
  const one = await connect('1/a');
  for (let n = 0; n < 3; n++) {
    clock.now += signedInMs - limits.renewNoticeMs;
    signIns.look();
    await signIns.renew(one.connection, '1/a');
    const until = clock.now + signedInMs;
    assert.deepEqual(one.told.splice(0).at(-1), { type: 'renewed', signedInUntil: until });
    clock.now += limits.renewNoticeMs;
    signIns.look();
    assert.equal(one.closed(), null);
    clock.now -= limits.renewNoticeMs;
  }
});

test('the token of another session renews nothing, nor does any for somebody who only watches', async () => {
  const { signIns, connect } = house();
  const one = await connect('1/a');
  for (const token of ['1/b', '2/b', '']) {
    await signIns.renew(one.connection, token);
    assert.equal(one.told.pop()?.code, 'not_allowed', token);
  }
  const onlooker = await connect(undefined);
  await signIns.renew(onlooker.connection, '1/a');
  assert.deepEqual(onlooker.told, []);
});

test('when a session ends, its sockets are cut off at once and no others', async () => {
  const { signIns, connect } = house();
  const [one, tab, phone, other] = [
    await connect('1/a'),
    await connect('1/a'),
    await connect('1/b'),
    await connect('2/c'),
  ];
  signIns.deny({ sessions: [['a', 0]], banned: [] });
  const closed = () => [one, tab, phone, other].map((each) => each.closed());
  const { signInEnded } = closeCodes;
  assert.deepEqual(closed(), [signInEnded, signInEnded, null, null]);
  signIns.deny({ sessions: [], banned: [[1, 0]] });
  assert.deepEqual(closed(), [signInEnded, signInEnded, null, null], 'the end of a ban cuts nobody off');
  signIns.deny({ sessions: [], banned: [[1, null]] });
  assert.deepEqual(closed(), [signInEnded, signInEnded, signInEnded, null]);
});

test('who is banned comes in as somebody who only watches', async () => {
  const { connect, ban } = house();
  ban(1);
  assert.equal((await connect('1/a')).signIn, null);
});
