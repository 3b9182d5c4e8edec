import { signal } from '@preact/signals';

const key = 'lotcast.sound';
const volumeKey = 'lotcast.volume';

function storedVolume(): number {
  const volume = Number(localStorage.getItem(volumeKey) ?? '1');
  return volume > 0 && volume <= 1 ? volume : 1;
}

/** Whether the person wants to hear the room; remembered. */
export const wantsSound = signal(localStorage.getItem(key) !== 'off');
/** How loud, from 0 to 1. */
export const volume = signal(storedVolume());

/** Turns the sound of all pictures on or off. */
export function setWantsSound(isWanted: boolean): void {
  wantsSound.value = isWanted;
  localStorage.setItem(key, isWanted ? 'on' : 'off');
}

/** Sets how loud pictures are; nothing at all is the same as off. */
export function setVolume(next: number): void {
  if (next > 0) {
    volume.value = next;
    localStorage.setItem(volumeKey, String(next));
  }
  setWantsSound(next > 0);
}
