import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { types } from 'mediasoup';
import { Broadcast } from './broadcast.ts';
import type { MediaWorker } from './media-workers.ts';
import type { Viewer } from './viewer.ts';

test('a viewer who can’t be shown a track is lost, and neither the seller nor the others hear of it', async () => {
  const broadcast = new Broadcast('01JCZ8Q4T0H7V2M5N9R3W6X1YB', {} as MediaWorker, () => {});
  const seen: string[] = [];
  const watching = (name: string, show: () => Promise<void>) =>
    broadcast.viewers.add({ show, peer: { lost: () => seen.push(`${name} is lost`) } } as unknown as Viewer);
  watching('the liar', () => Promise.reject(new TypeError('no such codec')));
  watching('the other', async () => void seen.push('the other sees it'));
  const producer = { observer: new EventEmitter() } as unknown as types.Producer;
  await broadcast.added('video', producer);
  assert.deepEqual(seen.sort(), ['the liar is lost', 'the other sees it']);
  assert.equal(broadcast.producers.get('video'), producer);
});
