import { signal } from '@preact/signals';

const key = 'lotcast.chatEvents';

const isOff = (): boolean => {
  try {
    return localStorage.getItem(key) === 'off';
  } catch {
    return false;
  }
};

/** Whether bids and what else happens on the lot stand among what is said; remembered in this browser. */
export const showsEvents = signal(!isOff());

/** Shows them, or not. */
export function setShowsEvents(isOn: boolean): void {
  showsEvents.value = isOn;
  try {
    localStorage.setItem(key, isOn ? 'on' : 'off');
  } catch {
    // Then it is so until the page is loaded again.
  }
}
