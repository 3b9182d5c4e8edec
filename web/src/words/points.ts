import { limits } from '../../../schema/limits.ts';

/** An amount as people read it: `₩52,000`. */
export function formatPoints(points: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'KRW',
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  }).format(points);
}

/** Reads an amount as people type it, grouped or not; null when it is no legal amount. */
export function parsePoints(text: string): number | null {
  const digits = text.replace(/[\s,.'₩원]/gu, '');
  if (!/^\d{1,15}$/.test(digits)) return null;
  const points = Number(digits);
  return points >= 1 && points <= limits.maxPoints ? points : null;
}

/** Groups the digits of an amount while it is typed, and drops what is none. */
export function groupDigits(text: string, locale: string): string {
  const digits = text.replace(/\D/g, '').slice(0, 13);
  return digits === '' ? '' : new Intl.NumberFormat(locale).format(Number(digits));
}
