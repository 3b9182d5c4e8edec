import { grouped } from './number.ts';
import { duration, localTime, relativeTime } from './time.ts';

const isMoment = (name: string) => /(^at|At|Since|^deadline)$/.test(name);
const isPoints = (name: string) => /(^points|Points)$/.test(name);
const isLength = (name: string) => /Ms$/.test(name);

/** A value as its name says what it is: units stand last in every name of the journal and of states. */
export function field(name: string, value: unknown, nowMs: number): string {
  if (typeof value === 'number') {
    // 0 stands for a moment that never came.
    if (isMoment(name) && value > 0) return `${localTime(value)} (${relativeTime(value, nowMs)})`;
    if (isPoints(name)) return grouped(value);
    if (isLength(name)) return duration(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
