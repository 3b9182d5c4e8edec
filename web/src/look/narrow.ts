import { signal } from '@preact/signals';

/** As the styles have it: a phone held upright. */
const narrow = window.matchMedia('(max-width: 48rem)');

/** Whether the page is laid out for a phone held upright. */
export const isNarrow = signal(narrow.matches);

narrow.addEventListener('change', () => {
  isNarrow.value = narrow.matches;
});
