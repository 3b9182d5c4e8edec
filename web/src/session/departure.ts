const listeners = new Set<() => void>();

/** Calls back when the page is about to be left for a provider, to keep what was typed. Returns what ends it. */
export function onDeparture(keep: () => void): () => void {
  listeners.add(keep);
  return () => listeners.delete(keep);
}

/** The page is about to be left for a provider. */
export function depart(): void {
  for (const keep of listeners) keep();
}
