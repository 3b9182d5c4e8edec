import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from './play.ts';

/** A video in a browser that may want a press before it lets sound out. */
function videoWhere(isSoundAllowed: boolean) {
  const video = {
    muted: false,
    played: [] as string[],
    async play() {
      if (!this.muted && !isSoundAllowed) throw Object.assign(new Error(), { name: 'NotAllowedError' });
      this.played.push(this.muted ? 'quiet' : 'loud');
    },
  };
  return { video, play: (wantsSound: boolean) => play(video as unknown as HTMLVideoElement, wantsSound) };
}

test('who wants no sound gets the picture alone, wherever', async () => {
  for (const isSoundAllowed of [true, false]) {
    const { video, play } = videoWhere(isSoundAllowed);
    assert.equal(await play(false), true);
    assert.deepEqual(video.played, ['quiet']);
  }
});

test('who wants sound gets it, or the picture alone until a press', async () => {
  const free = videoWhere(true);
  assert.equal(await free.play(true), true);
  assert.deepEqual(free.video.played, ['loud']);
  const strict = videoWhere(false);
  assert.equal(await strict.play(true), false);
  assert.deepEqual(strict.video.played, ['quiet']);
});
