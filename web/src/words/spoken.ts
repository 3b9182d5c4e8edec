import { language } from './language.ts';
import { formatPoints } from './points.ts';

/** An amount in the current language. */
export const won = (points: number): string => formatPoints(points, language.value);

/** A moment as a date with its time. */
export const dateAndTime = (atMs: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);

/** A moment as a time with seconds. */
export const timeOfDay = (atMs: number): string =>
  new Intl.DateTimeFormat(language.value, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(atMs);
