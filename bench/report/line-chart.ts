import { colors, escapeText, numberText } from './drawing.ts';

/** One line: figures over x, in the order of x. */
export interface Line {
  readonly label: string;
  readonly points: ReadonlyArray<readonly [x: number, y: number]>;
}

/** Figures of one kind as they went on. */
export interface LineChart {
  /** Names the file of its picture. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly xUnit: string;
  /** Each step upwards is a factor instead of an amount, for figures that are worlds apart. */
  readonly isLogarithmic?: boolean;
  /** A place on x from which on lines are judged. */
  readonly judgedFrom?: number;
  readonly lines: readonly Line[];
}

const width = 760;
const height = 300;
const plot = { left: 64, top: 62, right: width - 16, bottom: height - 34 };
const lineColors = ['#0b6e4f', '#c2410c', '#2563a8', '#8a5a00', '#6b4fa0', '#52606d'];
const tickCount = 5;

/** The chart as an SVG picture that needs nothing else. */
export function svgOfLines({
  title,
  unit,
  xUnit,
  isLogarithmic = false,
  judgedFrom,
  lines,
}: LineChart): string {
  const all = lines.flatMap(({ points }) => points);
  const ys = all.map(([, y]) => y);
  const mostX = Math.max(0, ...all.map(([x]) => x)) || 1;
  const xTicks = niceTicks(mostX).filter((tick) => tick <= mostX * 1.001);
  const yTicks = isLogarithmic ? decades(ys) : niceTicks(Math.max(0, ...ys));
  const xOf = scaleOf([0, mostX], [plot.left, plot.right], false);
  const yOf = scaleOf(yTicks, [plot.bottom, plot.top], isLogarithmic);
  const scaleNote = isLogarithmic ? ', logarithmic' : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}" font-family="system-ui, sans-serif" font-size="12" fill="${colors.text}">`,
    `<rect width="${width}" height="${height}" fill="${colors.back}"/>`,
    `<text x="8" y="22" font-size="15" font-weight="600">${escapeText(title)}<tspan font-weight="400" font-size="12"> (${escapeText(unit + scaleNote)})</tspan></text>`,
    ...legend(lines),
    ...yTicks.map((tick) => {
      const y = yOf(tick).toFixed(1);
      return `<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" stroke="${colors.grid}"/><text x="${plot.left - 6}" y="${y}" dy="4" text-anchor="end">${numberText(tick)}</text>`;
    }),
    ...xTicks.map(
      (tick) =>
        `<text x="${xOf(tick).toFixed(1)}" y="${plot.bottom + 16}" text-anchor="middle">${numberText(tick)}</text>`,
    ),
    `<text x="${plot.right}" y="${height - 4}" text-anchor="end">${escapeText(xUnit)}</text>`,
    judgedFrom === undefined ? '' : judgeLine(xOf(judgedFrom)),
    ...lines.map(({ points }, n) => {
      const path = points.map(([x, y]) => `${xOf(x).toFixed(1)},${yOf(y).toFixed(1)}`).join(' ');
      return `<polyline points="${path}" fill="none" stroke="${colorOf(n)}" stroke-width="1.5" stroke-linejoin="round"/>`;
    }),
    '</svg>',
  ].join('\n');
}

const colorOf = (n: number): string => lineColors[n % lineColors.length] as string;

function legend(lines: readonly Line[]): string[] {
  let x = 8;
  return lines.map(({ label }, n) => {
    const at = x;
    // Wide enough for letters of this size, whatever the system's face is.
    x += 34 + label.length * 6.6;
    return `<rect x="${at}" y="38" width="14" height="4" fill="${colorOf(n)}"/><text x="${at + 19}" y="45">${escapeText(label)}</text>`;
  });
}

function judgeLine(x: number): string {
  const at = x.toFixed(1);
  return (
    `<line x1="${at}" x2="${at}" y1="${plot.top}" y2="${plot.bottom}" stroke="${colors.goal}" stroke-dasharray="4 3"/>` +
    `<text x="${(x + 5).toFixed(1)}" y="${plot.top + 11}" fill="${colors.goal}">judged from here on</text>`
  );
}

/** From 0 to at least the most, in steps that people count in. */
export function niceTicks(most: number): number[] {
  if (most <= 0) return [0, 1];
  const rough = most / tickCount;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) as number) * power;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

/** Powers of ten around all figures above zero. */
function decades(values: readonly number[]): number[] {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  if (logs.length === 0) return [1, 10];
  const from = Math.floor(Math.min(...logs));
  const to = Math.max(from + 1, Math.ceil(Math.max(...logs)));
  return Array.from({ length: to - from + 1 }, (_, n) => 10 ** (from + n));
}

function scaleOf(
  ticks: readonly number[],
  [start, end]: readonly [number, number],
  isLogarithmic: boolean,
): (value: number) => number {
  const [least, most] = [ticks[0] as number, ticks.at(-1) as number];
  const place = isLogarithmic
    ? (value: number) => Math.log10(Math.max(value, least))
    : (value: number) => value;
  return (value) => start + ((end - start) * (place(value) - place(least))) / (place(most) - place(least));
}
