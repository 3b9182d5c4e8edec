import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, quietCode, strangeCode } from './message-text.ts';
import { RoomOrder } from './room-order.ts';

const nothing = { lost: 0, doubled: 0, misordered: 0, strange: 0 };

function order(...codes: number[]): RoomOrder {
  const room = new RoomOrder(10);
  for (const [n, code] of codes.entries()) {
    room.heard(11 + n, code);
    room.heard(11 + n, code);
  }
  return room;
}

describe("a room's order", () => {
  const [a0, a1, b0] = [codeOf(0, 0), codeOf(0, 1), codeOf(1, 0)];

  it('has no faults when it is what the speakers were told', () => {
    const room = order(a0, b0, quietCode, a1);
    assert.deepEqual(room.faults(0, [[11, 14], [12]]), nothing);
    assert.equal(room.lastSeq, 14);
  });

  it('says what is not where its speaker was told', () => {
    assert.deepEqual(order(a0, b0).faults(0, [[11, 13], [12]]), { ...nothing, lost: 1 });
    assert.deepEqual(order(a0).faults(0, [[0]]), nothing);
  });

  it('says what stands there twice', () => {
    assert.deepEqual(order(a0, a0, a1).faults(0, [[11, 13]]), { ...nothing, doubled: 1 });
  });

  it("says what stands before its speaker's earlier words", () => {
    assert.deepEqual(order(a1, b0, a0).faults(0, [[13, 11], [12]]), { ...nothing, misordered: 1 });
  });

  it('says what not everybody has heard in the same place', () => {
    const room = order(a0, b0);
    room.heard(12, a1);
    assert.deepEqual(room.faults(0, [[11], [12]]), { ...nothing, misordered: 1 });
  });

  it('says which texts are none of ours, and grows', () => {
    const room = new RoomOrder(0);
    for (let n = 0; n < 10_000; n++) room.heard(1 + n, n === 7 ? strangeCode : codeOf(0, n));
    assert.deepEqual(room.faults(0, []), { ...nothing, strange: 1 });
  });
});
