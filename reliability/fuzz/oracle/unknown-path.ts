/** Path of the first value of `raw` that `known` has not: what a schema dropped; null if there is none. */
export function unknownPath(raw: unknown, known: unknown, path = ''): string | null {
  if (typeof raw !== 'object' || raw === null) return Object.is(raw, known) ? null : path;
  for (const [key, value] of Object.entries(raw)) {
    const found = unknownPath(value, (known as Record<string, unknown> | null)?.[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
