import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

const key = 'lotcast.keys';

/** Whether single keys bid; people who dictate or brush keys by accident can turn it off. */
export const keysBid = signal(localStorage.getItem(key) !== 'off');

/** Turns bidding by single keys on or off, and remembers it. */
export function setKeysBid(isOn: boolean): void {
  keysBid.value = isOn;
  localStorage.setItem(key, isOn ? 'on' : 'off');
}

interface BidKeys {
  quick(n: number): void;
  own(): void;
  max(): void;
  help(): void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;

/** Listens for the keys of the bid panel: 1 to 3, A, M and the question mark. */
export function useBidKeys(keys: BidKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') latest.current.help();
      else if (!keysBid.value) return;
      else if (['1', '2', '3'].includes(event.key)) latest.current.quick(Number(event.key) - 1);
      else if (event.code === 'KeyA') latest.current.own();
      else if (event.code === 'KeyM') latest.current.max();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
