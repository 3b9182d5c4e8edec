/** Colours of all charts. */
export const colors = {
  own: '#0b6e4f',
  other: '#9aa5b1',
  goal: '#c2410c',
  grid: '#e4e7eb',
  text: '#1f2933',
  back: '#ffffff',
} as const;

/** Figures as people read them: three digits that count. */
export function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** Text as it may stand in a picture. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
