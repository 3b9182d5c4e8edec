/** The line that somebody looks at, and how far it is from the upper edge. */
interface Place {
  readonly key: string;
  readonly offsetPx: number;
}

const endWithinPx = 24;

/** Whether a scrolling box shows its end. */
export const isAtEnd = (box: HTMLElement): boolean =>
  box.scrollHeight - box.scrollTop - box.clientHeight <= endWithinPx;

/** Where somebody looks at in a box: its first line that can be seen and has a key. */
export function placeIn(box: HTMLElement): Place | null {
  for (const line of box.querySelectorAll<HTMLElement>('[data-key]')) {
    if (line.offsetTop + line.offsetHeight > box.scrollTop) {
      return { key: line.dataset.key ?? '', offsetPx: line.offsetTop - box.scrollTop };
    }
  }
  return null;
}

/** Brings a line back to where it was, whatever has come or gone before it. */
export function restore(box: HTMLElement, place: Place): void {
  const line = box.querySelector<HTMLElement>(`[data-key="${place.key}"]`);
  if (line === null) return;
  const top = line.offsetTop - place.offsetPx;
  if (Math.abs(box.scrollTop - top) >= 1) box.scrollTop = top;
}
