import type { AuctionRules, ClockRule, Increments } from '../../../schema/auction/spec.ts';
import type { Lot, LotCreate } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import { formatDuration, parseDuration } from '../words/countdown.ts';
import type { Words } from '../words/en.ts';
import { parsePoints } from '../words/points.ts';

/** A lot as it is typed. Every field is text until it is checked. */
export interface Draft {
  readonly title: string;
  readonly description: string;
  readonly start: string;
  readonly incrementKind: Increments['kind'];
  readonly step: string;
  readonly bands: ReadonlyArray<{ readonly from: string; readonly step: string }>;
  readonly reserve: string;
  readonly buyNow: string;
  readonly rule: ClockRule['rule'];
  readonly duration: string;
  readonly floor: string;
  readonly cutPerStep: string;
  readonly cutMax: string;
  readonly window: string;
  readonly streamLoss: AuctionRules['onStreamLoss']['rule'];
  readonly streamGrace: string;
  readonly when: 'draft' | 'now' | 'schedule';
  /** Local time as the browser's field writes it. */
  readonly startsAt: string;
}

/** Where something is wrong: a field, or a field of a band. */
export type FaultPlace = Exclude<keyof Draft, 'bands'> | `bands.${number}.${'from' | 'step'}`;
/** What is wrong, in the current language once it is shown. */
export type Fault = (words: Words['sell']['errors']) => string;
export type Faults = ReadonlyMap<FaultPlace, Fault>;

/** What a checked draft becomes. */
export interface CheckedDraft {
  readonly lot: LotCreate;
  readonly startsAt: number | null;
}

/** A draft to begin with: the house rule, at a pace for a small room. */
export const emptyDraft: Draft = {
  title: '',
  description: '',
  start: '10,000',
  incrementKind: 'fixed',
  step: '1,000',
  bands: [
    { from: '0', step: '1,000' },
    { from: '100,000', step: '5,000' },
    { from: '500,000', step: '10,000' },
  ],
  reserve: '',
  buyNow: '',
  rule: 'rush',
  duration: '3:00',
  floor: '10',
  cutPerStep: '1',
  cutMax: '10',
  window: '15',
  streamLoss: 'nothing',
  streamGrace: '10',
  when: 'now',
  startsAt: '',
};

const seconds = (ms: number) => String(ms / 1_000);
const amount = (points: number | null) => (points === null ? '' : points.toLocaleString('en'));

/** The draft of a lot that is edited. */
export function draftOf(lot: Lot, rules: AuctionRules): Draft {
  const { clock, increments, onStreamLoss } = rules;
  return {
    ...emptyDraft,
    title: lot.title,
    description: lot.description,
    start: amount(rules.startPoints),
    incrementKind: increments.kind,
    step: increments.kind === 'fixed' ? amount(increments.stepPoints) : emptyDraft.step,
    bands:
      increments.kind === 'table'
        ? increments.bands.map((band) => ({ from: amount(band.fromPoints), step: amount(band.stepPoints) }))
        : emptyDraft.bands,
    reserve: amount(rules.reservePoints),
    buyNow: amount(rules.buyNowPoints),
    rule: clock.rule,
    duration: formatDuration(clock.durationMs),
    ...(clock.rule === 'softClose' ? { window: seconds(clock.windowMs) } : {}),
    ...(clock.rule === 'rush'
      ? {
          floor: seconds(clock.floorMs),
          cutPerStep: seconds(clock.cutPerStepMs),
          cutMax: seconds(clock.cutMaxMs),
        }
      : {}),
    streamLoss: onStreamLoss.rule,
    ...(onStreamLoss.rule === 'pause' ? { streamGrace: seconds(onStreamLoss.graceMs) } : {}),
    when: 'draft',
  };
}

const parseSeconds = (text: string): number | null => {
  const trimmed = text.trim().replace(',', '.');
  return /^\d+(\.\d{1,3})?$/.test(trimmed) ? Math.round(Number(trimmed) * 1_000) : null;
};

/** Reads only the clock, for the preview; null while something in it is wrong. */
export function clockOf(draft: Draft): ClockRule | null {
  const faults = new Map<FaultPlace, Fault>();
  return readClock(draft, (place, fault) => faults.set(place, fault));
}

type Blame = (place: FaultPlace, fault: Fault) => void;

function readClock(draft: Draft, blame: Blame): ClockRule | null {
  const durationMs = parseDuration(draft.duration);
  if (durationMs === null) blame('duration', (words) => words.duration);
  else if (durationMs < limits.minDurationMs || durationMs > limits.maxDurationMs) {
    blame('duration', (words) => words.durationRange);
    return null;
  }
  const stretch = (place: 'floor' | 'window') => {
    const ms = parseSeconds(draft[place]);
    if (ms === null) blame(place, (words) => words.seconds);
    else if (ms < limits.minFloorMs || ms > limits.maxFloorMs) blame(place, (words) => words.floorRange);
    else return ms;
    return null;
  };
  const cut = (place: 'cutPerStep' | 'cutMax') => {
    const ms = parseSeconds(draft[place]);
    if (ms === null || ms > limits.maxDurationMs) blame(place, (words) => words.seconds);
    return ms;
  };
  if (draft.rule === 'fixed') return durationMs === null ? null : { rule: 'fixed', durationMs };
  if (draft.rule === 'softClose') {
    const windowMs = stretch('window');
    return durationMs === null || windowMs === null ? null : { rule: 'softClose', durationMs, windowMs };
  }
  const floorMs = stretch('floor');
  const cutPerStepMs = cut('cutPerStep');
  const cutMaxMs = cut('cutMax');
  if (durationMs === null || floorMs === null || cutPerStepMs === null || cutMaxMs === null) return null;
  return { rule: 'rush', durationMs, floorMs, cutPerStepMs, cutMaxMs };
}

/** The service's bounds of the grace after a lost stream. */
const minGraceMs = 1_000;
const maxGraceMs = 600_000;

function readStreamLoss(draft: Draft, blame: Blame): AuctionRules['onStreamLoss'] {
  if (draft.streamLoss === 'nothing') return { rule: 'nothing' };
  const graceMs = parseSeconds(draft.streamGrace);
  if (graceMs === null) blame('streamGrace', (words) => words.seconds);
  else if (graceMs < minGraceMs || graceMs > maxGraceMs) blame('streamGrace', (words) => words.graceRange);
  return { rule: 'pause', graceMs: graceMs ?? 0 };
}

function readIncrements(draft: Draft, blame: Blame): Increments | null {
  if (draft.incrementKind === 'fixed') {
    const stepPoints = parsePoints(draft.step);
    if (stepPoints === null) blame('step', (words) => words.amount);
    return stepPoints === null ? null : { kind: 'fixed', stepPoints };
  }
  let isWhole = true;
  const fail = (place: FaultPlace, fault: Fault) => {
    isWhole = false;
    blame(place, fault);
  };
  let beforePoints = -1;
  const bands = draft.bands.map((band, n) => {
    const fromPoints = /^0+$/.test(band.from.trim()) ? 0 : parsePoints(band.from);
    const stepPoints = parsePoints(band.step);
    if (fromPoints === null) fail(`bands.${n}.from`, (words) => words.amount);
    else if (n === 0 && fromPoints !== 0) fail('bands.0.from', (words) => words.bandsStart);
    else if (fromPoints <= beforePoints) fail(`bands.${n}.from`, (words) => words.bandsRise);
    if (stepPoints === null) fail(`bands.${n}.step`, (words) => words.amount);
    beforePoints = fromPoints ?? beforePoints;
    return { fromPoints: fromPoints ?? 0, stepPoints: stepPoints ?? 0 };
  });
  return isWhole ? { kind: 'table', bands } : null;
}

function readWords(draft: Draft, blame: Blame): { title: string; description: string } {
  const title = draft.title.trim();
  const description = draft.description.trim();
  if (title === '') blame('title', (words) => words.required);
  else if (title.length > limits.maxTitleChars)
    blame('title', (words) => words.tooLong(limits.maxTitleChars));
  if (description.length > limits.maxDescriptionChars) {
    blame('description', (words) => words.tooLong(limits.maxDescriptionChars));
  }
  return { title, description };
}

function readPrices(draft: Draft, blame: Blame) {
  const startPoints = parsePoints(draft.start);
  if (startPoints === null) blame('start', (words) => words.amount);
  const optional = (place: 'reserve' | 'buyNow') => {
    if (draft[place].trim() === '') return null;
    const points = parsePoints(draft[place]);
    if (points === null) blame(place, (words) => words.amount);
    return points;
  };
  const reservePoints = optional('reserve');
  const buyNowPoints = optional('buyNow');
  const start = startPoints ?? 0;
  if (reservePoints !== null && reservePoints < start) blame('reserve', (words) => words.reserveBelowStart);
  if (buyNowPoints !== null && buyNowPoints <= start) blame('buyNow', (words) => words.buyNowBelowStart);
  else if (buyNowPoints !== null && reservePoints !== null && buyNowPoints < reservePoints) {
    blame('buyNow', (words) => words.buyNowBelowReserve);
  }
  return { startPoints: start, reservePoints, buyNowPoints };
}

function readStart(draft: Draft, nowMs: number, blame: Blame): number | null {
  if (draft.when !== 'schedule') return null;
  const startsAt = new Date(draft.startsAt).getTime();
  if (!Number.isFinite(startsAt)) blame('startsAt', (words) => words.required);
  else if (startsAt <= nowMs) blame('startsAt', (words) => words.future);
  else if (startsAt > nowMs + limits.maxScheduleAheadMs) blame('startsAt', (words) => words.tooFar);
  return startsAt;
}

/** Checks a draft with the rules of the service, so that most mistakes are told at their field and at once. */
export function checkDraft(draft: Draft, nowMs: number): CheckedDraft | Faults {
  const faults = new Map<FaultPlace, Fault>();
  const blame: Blame = (place, fault) => {
    if (!faults.has(place)) faults.set(place, fault);
  };
  const words = readWords(draft, blame);
  const prices = readPrices(draft, blame);
  const increments = readIncrements(draft, blame);
  const clock = readClock(draft, blame);
  const onStreamLoss = readStreamLoss(draft, blame);
  const startsAt = readStart(draft, nowMs, blame);
  if (faults.size > 0 || increments === null || clock === null) return faults;
  return {
    lot: { ...words, rules: { ...prices, increments, clock, onStreamLoss } },
    startsAt,
  };
}

/** Tells a checked draft from its faults. */
export const isFaulty = (checked: CheckedDraft | Faults): checked is Faults => checked instanceof Map;

/** The field that a path of the server's answer speaks of. */
export function placeOf(path: string): FaultPlace | null {
  const places: Readonly<Record<string, FaultPlace>> = {
    title: 'title',
    description: 'description',
    'rules.startPoints': 'start',
    'rules.increments.stepPoints': 'step',
    'rules.reservePoints': 'reserve',
    'rules.buyNowPoints': 'buyNow',
    'rules.clock.durationMs': 'duration',
    'rules.clock.floorMs': 'floor',
    'rules.clock.cutPerStepMs': 'cutPerStep',
    'rules.clock.cutMaxMs': 'cutMax',
    'rules.clock.windowMs': 'window',
    'rules.onStreamLoss.graceMs': 'streamGrace',
    startsAt: 'startsAt',
  };
  return places[path] ?? null;
}
