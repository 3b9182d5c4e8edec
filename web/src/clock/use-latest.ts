import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/** A signal that follows a property, so that what ticks each frame reads it without a new render. */
export function useLatest<Value>(value: Value): ReadonlySignal<Value> {
  const latest = useSignal(value);
  useLayoutEffect(() => {
    latest.value = value;
  }, [latest, value]);
  return latest;
}
