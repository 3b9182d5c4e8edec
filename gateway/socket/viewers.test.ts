import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { Viewers } from './viewers.ts';

const lots = ['a', 'b'];
const gatewayCount = 3;
const lingerMs = limits.presenceLingerMs;
const named = (id: number) => ({ id, name: `Person ${id}` });

/** Gateways that tell each other what has changed, with a clock that they share. */
class House {
  now = 0;
  readonly gateways = Array.from({ length: gatewayCount }, () => new Viewers(() => this.now));

  at(gateway: number): Viewers {
    return this.gateways[gateway] as Viewers;
  }

  /** A window ends on all of them. */
  turn(): void {
    for (const [from, gateway] of this.gateways.entries()) {
      const changes = structuredClone(gateway.turn());
      for (const [to, other] of this.gateways.entries()) if (to !== from) other.heard(from, changes);
    }
  }
}

const step = fc.record({
  gateway: fc.nat({ max: gatewayCount - 1 }),
  lot: fc.constantFrom(...lots),
  /** 0: nobody is signed in. */
  person: fc.nat({ max: 4 }),
  does: fc.constantFrom('come', 'come', 'go', 'wait', 'turn'),
});

describe('viewers', () => {
  it('are counted by person over all gateways, and lists hear of every change', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const house = new House();
        /** Sockets by lot, person and gateway. */
        const sockets: Array<{ lot: string; person: number; gateway: number }> = [];
        const shown = house.gateways.map(() => new Map<string, number>());
        const settle = () => {
          house.turn();
          for (const [n, gateway] of house.gateways.entries()) {
            for (const { lot, count } of gateway.takeChanged()) shown[n]?.set(lot, count);
          }
        };
        for (const { gateway, lot, person, does } of steps) {
          const viewer = person === 0 ? null : named(person);
          if (does === 'come') {
            sockets.push({ lot, person, gateway });
            house.at(gateway).came(lot, viewer);
          } else if (does === 'go') {
            const place = sockets.findIndex(
              (one) => one.lot === lot && one.person === person && one.gateway === gateway,
            );
            if (place === -1) continue;
            sockets.splice(place, 1);
            house.at(gateway).went(lot, viewer);
          } else if (does === 'wait') house.now += lingerMs / 3;
          else settle();
        }
        house.now += lingerMs;
        settle();
        for (const lot of lots) {
          const inIt = sockets.filter((one) => one.lot === lot);
          const people = new Set(inIt.map(({ person }) => person).filter((person) => person > 0));
          const count = people.size + inIt.filter(({ person }) => person === 0).length;
          for (const [n, gateway] of house.gateways.entries()) {
            assert.equal(gateway.count(lot), count);
            assert.equal(shown[n]?.get(lot) ?? 0, count);
            assert.deepEqual(new Set([...gateway.people(lot)].map(({ id }) => id)), people);
          }
        }
        assert.deepEqual(
          new Set([...house.at(0).counts()].map(({ lot }) => lot)).size,
          new Set(sockets.map(({ lot }) => lot)).size,
        );
      }),
    );
  });

  it('who reload the page never left', () => {
    const house = new House();
    const viewers = house.at(0);
    for (const viewer of [named(1), null]) {
      viewers.came('a', viewer);
      viewers.went('a', viewer);
    }
    house.now += lingerMs - 1;
    house.turn();
    assert.equal(house.at(1).count('a'), 2);
    for (const viewer of [named(1), null]) viewers.came('a', viewer);
    assert.equal(viewers.count('a'), 2);
    house.now += lingerMs;
    house.turn();
    for (const gateway of house.gateways) assert.equal(gateway.count('a'), 2);
  });

  it('of a gateway that has nothing new are not told of', () => {
    const viewers = new Viewers(() => 0);
    viewers.came('a', named(1));
    viewers.setPublic('a');
    assert.deepEqual(viewers.turn(), [
      { lot: 'a', isPublic: true, came: [named(1)], went: [], strangers: 0 },
    ]);
    viewers.came('a', named(1));
    assert.deepEqual(viewers.turn(), []);
  });

  it('on another gateway make a lot public here as well', () => {
    const house = new House();
    house.at(0).came('a', named(1));
    house.at(0).setPublic('a');
    house.turn();
    assert.deepEqual([...house.at(1).counts()], [{ lot: 'a', count: 1, isPublic: true }]);
  });
});
