import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { audiences, httpAccess, messageAccess, type Rule, type Who } from '../../schema/access.ts';
import { clientMessageSchema } from '../../schema/wire/client.ts';
import { type Asker, judge, judgeLot, judgeRoom } from './judge.ts';

const person = (id: number, kind: 'guest' | 'user', role: 'user' | 'moderator' | 'admin' = 'user') => ({
  id,
  kind,
  role,
});
const seller = person(1, 'guest');
const people = {
  nobody: null,
  guest: person(2, 'guest'),
  user: person(3, 'user'),
  seller,
  roomModerator: person(6, 'user'),
  moderator: person(4, 'user', 'moderator'),
  admin: person(5, 'user', 'admin'),
};

const allowed: Readonly<Record<Who, ReadonlyArray<keyof typeof people>>> = {
  anyone: ['nobody', 'guest', 'user', 'seller', 'roomModerator', 'moderator', 'admin'],
  guest: ['guest', 'user', 'seller', 'roomModerator', 'moderator', 'admin'],
  user: ['user', 'roomModerator', 'moderator', 'admin'],
  seller: ['seller'],
  moderator: ['seller', 'roomModerator', 'moderator', 'admin'],
  admin: ['admin'],
};

function verdict(rule: Rule, asker: Asker) {
  const first = judge(rule, asker);
  const ofLot = first === 'ask_lot' ? judgeLot(rule, asker.person, { sellerId: seller.id }) : first;
  if (ofLot !== 'ask_room') return ofLot;
  return judgeRoom({ isModerator: asker.person?.id === people.roomModerator.id });
}

describe('what is declared', () => {
  for (const who of audiences) {
    it(`for "${who}" lets in just those`, () => {
      for (const [kind, asking] of Object.entries(people) as [keyof typeof people, Asker['person']][]) {
        const is = verdict({ who }, { person: asking, isBanned: false });
        const others = who === 'user' ? 'account_needed' : 'not_allowed';
        const refusal = asking === null ? 'not_signed_in' : others;
        assert.equal(is, allowed[who].includes(kind) ? null : refusal, kind);
      }
    });

    it(`for "${who}" does not let in who was shut out`, () => {
      for (const evenBanned of [{}, { evenBanned: true }] as const) {
        const is = verdict({ who, ...evenBanned }, { person: null, isBanned: true });
        assert.equal(is, who === 'anyone' && evenBanned.evenBanned ? null : 'banned');
      }
    });
  }

  it('covers every message that a client may send, and no other', () => {
    const types = clientMessageSchema.options.map(({ shape }) => shape.type.value);
    assert.deepEqual([...types].sort(), Object.keys(messageAccess).sort());
  });

  it('lets people who were shut out change nothing: they read what anyone may, and leave', () => {
    const open = Object.entries(httpAccess).filter(([, { evenBanned }]) => evenBanned);
    const changing = open.map(([route]) => route).filter((route) => !route.startsWith('GET '));
    assert.deepEqual(changing, ['DELETE /api/me']);
    for (const [name, { who, evenBanned }] of [...open, ...Object.entries(messageAccess)]) {
      assert.ok(!evenBanned || who === 'anyone', name);
    }
  });

  it('asks a room only about those who are neither its seller nor staff, and only where its moderators may', () => {
    for (const who of audiences) {
      for (const asking of Object.values(people)) {
        const asks =
          judge({ who }, { person: asking, isBanned: false }) === 'ask_lot' &&
          judgeLot({ who }, asking, { sellerId: seller.id }) === 'ask_room';
        const mayBe = [people.guest, people.user, people.roomModerator] as unknown[];
        assert.equal(asks, who === 'moderator' && mayBe.includes(asking), `${who}, ${asking?.id}`);
      }
    }
  });

  it('names a seller, or those who run a room, only where there is a lot', () => {
    for (const [route, { who, phases, sellerOnlyIn }] of Object.entries(httpAccess)) {
      if (who !== 'seller' && who !== 'moderator' && !phases && !sellerOnlyIn) continue;
      assert.match(route, /^\w+ \/api\/lots\/\{id\}/);
    }
  });
});
