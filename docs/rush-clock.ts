/**
 * Draws docs/images/rush-clock.svg with the engine's own clock rule, so that the picture in
 * docs/auction-rules.md can't drift from it. Run: node --import tsx docs/rush-clock.ts
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { endsAfterBid } from '../engine/auction/clock.ts';
import type { ClockRule } from '../schema/auction/spec.ts';

/** The clock of the worked example. */
const clock = {
  rule: 'rush',
  durationMs: 60_000,
  floorMs: 10_000,
  cutPerStepMs: 1_500,
  cutMaxMs: 12_000,
} as const satisfies ClockRule;

/** What is left before the bid, one curve each, and its colour. */
const curves = [
  { leftMs: 40_000, colour: '#6f2c0a' },
  { leftMs: 30_000, colour: '#a8470f' },
  { leftMs: 20_000, colour: '#c9661a' },
  { leftMs: 15_000, colour: '#9a6a10' },
  { leftMs: 5_000, colour: '#6b6f76' },
];
const maxSteps = 14;
const maxSeconds = 45;

const size = { width: 720, height: 400 };
const area = { left: 64, right: 600, top: 28, bottom: 340 };
const x = (steps: number) => area.left + ((steps - 1) / (maxSteps - 1)) * (area.right - area.left);
const y = (seconds: number) => area.bottom - (seconds / maxSeconds) * (area.bottom - area.top);
const at = (steps: number, seconds: number) => `${x(steps).toFixed(1)},${y(seconds).toFixed(1)}`;

const text = (left: number, top: number, words: string, more = '') =>
  `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}"${more}>${words}</text>`;
const line = (from: string, to: string, more: string) => `<path d="M${from} L${to}"${more}/>`;

/** What a raise of so many steps leaves, in seconds. */
const leftAfter = (leftMs: number, steps: number) => endsAfterBid(clock, leftMs, 0, steps * 100, 100) / 1_000;

function axes(): string[] {
  const seconds = [0, 10, 20, 30, 40];
  const steps = Array.from({ length: maxSteps }, (_, n) => n + 1);
  return [
    ...seconds.map((s) => line(at(1, s), at(maxSteps, s), ' stroke="#e4e1dc"')),
    ...seconds.map((s) => text(area.left - 10, y(s) + 4, `${s} s`, ' text-anchor="end"')),
    ...steps.map((k) => text(x(k), area.bottom + 20, `${k}`, ' text-anchor="middle"')),
    text(
      (area.left + area.right) / 2,
      area.bottom + 46,
      'net visible raise, in increments (k)',
      ' text-anchor="middle"',
    ),
    text(area.left - 10, area.top - 12, 'time left after the bid', ' text-anchor="start"'),
  ];
}

function floor(): string[] {
  const seconds = clock.floorMs / 1_000;
  return [
    line(at(1, seconds), at(maxSteps, seconds), ' stroke="#b3261e" stroke-dasharray="5 4"'),
    text(x(maxSteps), y(seconds) + 18, `floor ${seconds} s`, ' text-anchor="end" fill="#b3261e"'),
  ];
}

function curve({ leftMs, colour }: (typeof curves)[number], n: number): string[] {
  const points: string[] = [];
  for (let steps = 1; steps <= maxSteps; steps += 0.25) points.push(at(steps, leftAfter(leftMs, steps)));
  const ends = leftAfter(leftMs, maxSteps);
  // Curves that end on the floor would write their labels over each other.
  const onFloor = curves.slice(n + 1).filter((other) => leftAfter(other.leftMs, maxSteps) === ends).length;
  const begins = leftAfter(leftMs, 1);
  return [
    `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
    `<circle cx="${x(1).toFixed(1)}" cy="${y(begins).toFixed(1)}" r="3.5" fill="${colour}"/>`,
    text(
      x(maxSteps) + 10,
      y(ends) + 4 - onFloor * 17,
      `${leftMs / 1_000} s left before`,
      ` fill="${colour}"`,
    ),
  ];
}

/** The chart of the rush clock as SVG text. */
export const rushClockChart = (): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="13" fill="#3a3733" role="img">`,
    '<title>Time left after a bid on a rush clock, by the size of the raise</title>',
    `<rect width="${size.width}" height="${size.height}" fill="#fffdfa"/>`,
    ...axes(),
    ...curves.flatMap(curve),
    ...floor(),
    '</svg>',
    '',
  ].join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('images/rush-clock.svg', import.meta.url), rushClockChart());
}
