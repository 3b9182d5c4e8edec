import { signal } from '@preact/signals';

const wish = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether the person asked for less motion. */
export const wantsLessMotion = signal(wish.matches);

wish.addEventListener('change', () => {
  wantsLessMotion.value = wish.matches;
});
