import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { types } from 'mediasoup';
import { Arrival } from './arrival.ts';

class Producer extends EventEmitter {
  readonly observer = new EventEmitter();
  readonly kind: string;

  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }

  scores(...scores: number[]): void {
    this.emit(
      'score',
      scores.map((score) => ({ score })),
    );
  }
}

function house() {
  const told: boolean[] = [];
  const arrival = new Arrival((isComing) => told.push(isComing));
  const on = (kind: 'audio' | 'video') => {
    const producer = new Producer(kind);
    arrival.follow(producer as unknown as types.Producer);
    return producer;
  };
  return { on, told: () => told.splice(0) };
}

test('a picture comes while any of its sizes does', () => {
  const { on, told } = house();
  const picture = on('video');
  picture.scores(0, 0, 0);
  assert.deepEqual(told(), []);
  picture.scores(7, 0, 0);
  picture.scores(9, 10, 0);
  assert.deepEqual(told(), [true]);
  picture.scores(0, 0, 0);
  assert.deepEqual(told(), [false]);
  picture.scores(0, 0, 5);
  picture.observer.emit('close');
  assert.deepEqual(told(), [true, false]);
});

test('sound alone is enough, until a picture has come that may be lost', () => {
  const { on, told } = house();
  const sound = on('audio');
  sound.scores(10);
  assert.deepEqual(told(), [true]);
  const picture = on('video');
  picture.scores(0);
  picture.scores(10);
  assert.deepEqual(told(), []);
  picture.scores(0);
  sound.scores(9);
  assert.deepEqual(told(), [false]);
  // Taken off the air, it is missed no longer.
  picture.observer.emit('close');
  assert.deepEqual(told(), [true]);
  sound.observer.emit('close');
  assert.deepEqual(told(), [false]);
});
