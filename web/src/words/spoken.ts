import { formatChange, formatDuration } from './countdown.ts';
import { language, t } from './language.ts';
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

/** A stretch of time in a sentence: seconds in words under a minute, otherwise as the clock shows it. */
export const stretchOfTime = (ms: number): string =>
  ms < 60_000 ? t.value.time.seconds(String(ms / 1_000)) : formatDuration(ms);

/** A moment of the coming days, short enough for a card. */
export const dayAndTime = (atMs: number): string =>
  new Intl.DateTimeFormat(language.value, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(atMs);

/** A change of the clock: `−4.0 s`. */
export const changeOfTime = (changeMs: number): string => t.value.time.seconds(formatChange(changeMs));
