import type { ReadonlySignal } from '@preact/signals';
import { onDeparture } from '../session/departure.ts';
import { keep, takeKept } from '../session/kept.ts';

/** The two amounts that can be typed in a lot. */
type AmountName = 'own' | 'max';

const key = 'lotcast.amounts';
const placeOf = (lotId: string, name: AmountName) => `${lotId}.${name}`;

/** Fields on the page, by their place. */
const fields = new Map<string, ReadonlySignal<string>>();
/** What was typed before the page was left. */
const kept = new Map(Object.entries(takeKept(key)));

// No bid is ever made of it: it stands in its field again, and that is all.
onDeparture(() => {
  const typed = [...fields].map(([place, text]) => [place, text.peek()]);
  keep(key, Object.fromEntries(typed.filter(([, text]) => text !== '')));
});

/** What was typed in this field before the page was left to sign in, or nothing; it is given once. */
export function takeTyped(lotId: string, name: AmountName): string {
  const text = kept.get(placeOf(lotId, name));
  kept.delete(placeOf(lotId, name));
  return typeof text === 'string' ? text : '';
}

/** Whether something was typed in this lot before the page was left. */
export const hasTyped = (lotId: string): boolean =>
  kept.has(placeOf(lotId, 'own')) || kept.has(placeOf(lotId, 'max'));

/** Says what is typed in a field from now on. Returns what ends it. */
export function followTyped(lotId: string, name: AmountName, text: ReadonlySignal<string>): () => void {
  fields.set(placeOf(lotId, name), text);
  return () => fields.delete(placeOf(lotId, name));
}
