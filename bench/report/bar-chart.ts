import { colors, escapeText, numberText } from './drawing.ts';

/** One bar: a figure with its name. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Said behind the figure. */
  readonly note?: string;
  /** Whether it is ours, and stands out. */
  readonly isOwn?: boolean;
}

/** Figures of one kind, to be compared with each other. */
export interface BarChart {
  /** Names the file of its picture. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** What was to be reached: a line across the bars. */
  readonly goal?: number;
  /** Each tenth of the width is a factor instead of an amount, for figures that are worlds apart. */
  readonly isLogarithmic?: boolean;
  readonly bars: readonly Bar[];
}

const width = 760;
const labelWidth = 190;
const noteWidth = 260;
const barWidth = width - labelWidth - noteWidth;
const rowHeight = 26;
const headHeight = 40;

/** The chart as an SVG picture that needs nothing else. */
export function svgOf({ title, unit, goal, isLogarithmic = false, bars }: BarChart): string {
  const height = headHeight + bars.length * rowHeight + (goal === undefined ? 8 : 26);
  const lengthOf = scaleOf([...bars.map(({ value }) => value), goal ?? 0], isLogarithmic);
  const rows = bars.map(({ label, value, note, isOwn }, n) => {
    const y = headHeight + n * rowHeight;
    const length = lengthOf(value);
    const figure = `${numberText(value)} ${unit}${note === undefined ? '' : ` ${note}`}`;
    return [
      `<text x="${labelWidth - 8}" y="${y + 16}" text-anchor="end">${escapeText(label)}</text>`,
      `<rect x="${labelWidth}" y="${y + 3}" width="${length.toFixed(1)}" height="${rowHeight - 8}" rx="2" fill="${isOwn ? colors.own : colors.other}"/>`,
      `<text x="${(labelWidth + length + 6).toFixed(1)}" y="${y + 16}">${escapeText(figure)}</text>`,
    ].join('');
  });
  const scaleNote = isLogarithmic ? ' (logarithmic)' : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}" font-family="system-ui, sans-serif" font-size="13" fill="${colors.text}">`,
    `<rect width="${width}" height="${height}" fill="${colors.back}"/>`,
    `<text x="8" y="22" font-size="15" font-weight="600">${escapeText(title)}<tspan font-weight="400" font-size="12">${scaleNote}</tspan></text>`,
    ...rows,
    goal === undefined ? '' : goalLine(goal, unit, labelWidth + lengthOf(goal), height),
    '</svg>',
  ].join('\n');
}

function goalLine(goal: number, unit: string, x: number, height: number): string {
  const at = x.toFixed(1);
  return (
    `<line x1="${at}" x2="${at}" y1="${headHeight - 4}" y2="${height - 20}" stroke="${colors.goal}" stroke-width="2" stroke-dasharray="4 3"/>` +
    `<text x="${at}" y="${height - 6}" text-anchor="middle" font-size="12" fill="${colors.goal}">goal ${numberText(goal)} ${escapeText(unit)}</text>`
  );
}

/** Length of a figure's bar, in the picture's units. */
function scaleOf(values: readonly number[], isLogarithmic: boolean): (value: number) => number {
  const largest = Math.max(...values);
  if (!isLogarithmic) return (value) => (largest <= 0 ? 0 : (barWidth * Math.max(0, value)) / largest);
  const smallest = Math.min(...values.filter((value) => value > 0));
  // The smallest is a tenth of the way on, so that it can be seen.
  const from = Math.log(smallest) - (Math.log(largest) - Math.log(smallest)) / 9 - 1e-9;
  return (value) => (value <= 0 ? 0 : (barWidth * (Math.log(value) - from)) / (Math.log(largest) - from));
}
