import { type BarChart, svgOf } from './bar-chart.ts';
import { type LineChart, svgOfLines } from './line-chart.ts';

/** Whatever the report can draw. */
export type Chart = BarChart | LineChart;

/** A chart as an SVG picture. */
export const pictureOf = (chart: Chart): string => ('lines' in chart ? svgOfLines(chart) : svgOf(chart));
