import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SoundChoice } from './sound.ts';

function device() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  /** The page is opened (again). */
  return () => {
    const sound = new SoundChoice(storage);
    return {
      choose: (isWanted: boolean) => sound.choose(isWanted),
      setVolume: (volume: number) => sound.setVolume(volume),
      is: () => [sound.isWanted.value, sound.volume.value],
    };
  };
}

test('it is quiet until sound is asked for, and then as it was left', () => {
  const open = device();
  const page = open();
  assert.deepEqual(page.is(), [false, 1]);
  page.choose(true);
  assert.deepEqual(page.is(), [true, 1]);
  assert.deepEqual(open().is(), [true, 1]);
  open().choose(false);
  assert.deepEqual(open().is(), [false, 1]);
});

test('turned down to nothing it is off, and comes back as loud as it was', () => {
  const open = device();
  const page = open();
  page.setVolume(0.4);
  page.setVolume(0);
  assert.deepEqual(page.is(), [false, 0.4]);
  page.choose(true);
  assert.deepEqual(open().is(), [true, 0.4]);
});
