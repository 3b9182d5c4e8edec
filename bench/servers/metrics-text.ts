/** Sum of all series of one metric, whatever their labels, in Prometheus's text format; 0 if there is none. */
export function metricSum(text: string, name: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
