import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatPoints } from '../words/points.ts';

/** A drawn curve. */
export interface CurvePlot {
  /** Shows the steps, with the last price held until `untilMs`. */
  show(steps: ReadonlyArray<{ at: number; pricePoints: number }>, untilMs: number): void;
  destroy(): void;
}

const heightPx = 190;
/** Distances between two marks of time; from a second on, because the marks show no less. */
const timeStepsMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400].map(
  (seconds) => seconds * 1_000,
);
const theme = window.matchMedia('(prefers-color-scheme: light)');

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Draws an empty curve into an element and keeps it as wide as that; it follows the theme. */
export function drawCurve(place: HTMLElement, language: string): CurvePlot {
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const font = `12px ${getComputedStyle(place).fontFamily}`;
  const axis: uPlot.Axis = {
    font,
    stroke: () => colour('--quiet'),
    grid: { stroke: () => colour('--edge'), width: 1 },
    ticks: { show: false },
  };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const plot = new uPlot(
    {
      width: place.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 12, 0, 0],
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 90,
          incrs: timeStepsMs,
          values: (_, ticks) => ticks.map((at) => clock.format(at)),
        },
        {
          ...axis,
          size: (_, values) => 14 + 7.2 * Math.max(4, ...(values ?? []).map((value) => value.length)),
          space: 36,
          values: (_, ticks) =>
            ticks.map((points) => (Number.isInteger(points) ? formatPoints(points, language) : '')),
        },
      ],
      scales: { x: { time: false }, y: { range: (_, least, most) => padded(least, most) } },
      series: [
        {},
        {
          stroke: () => colour('--rope'),
          width: 2,
          points: { show: false },
          ...(stepped === undefined ? {} : { paths: stepped }),
        },
      ],
    },
    [[], []],
    place,
  );
  const resizing = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: heightPx }));
  resizing.observe(place);
  const recolour = () => plot.redraw();
  theme.addEventListener('change', recolour);
  return {
    show: (steps, untilMs) => {
      const last = steps.at(-1);
      if (last === undefined) return;
      plot.setData([
        [...steps.map((step) => step.at), Math.max(untilMs, last.at + 1_000)],
        [...steps.map((step) => step.pricePoints), last.pricePoints],
      ]);
    },
    destroy: () => {
      resizing.disconnect();
      theme.removeEventListener('change', recolour);
      plot.destroy();
    },
  };
}

/** Room above and below, also around a single price. */
function padded(least: number, most: number): [number, number] {
  const room = Math.max((most - least) * 0.12, most * 0.02, 1);
  return [Math.max(0, least - room), most + room];
}
