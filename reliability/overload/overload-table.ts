import { textTable } from '../table.ts';
import type { OverloadResult } from './overload.ts';

const ms = (value: number | null) => (value === null ? '–' : value.toFixed(1));

/** What overload did, for people to read. */
export function overloadTable({ saturation, loads, alone, crowds, broken }: OverloadResult): string {
  const loadRows = loads.map((load) => [
    `${load.times} ×`,
    load.offered,
    load.sent,
    load.decided,
    load.accepted,
    load.excess,
    `${ms(load.ackP50Ms)}/${ms(load.ackP99Ms)}`,
    `${ms(load.excessP50Ms)}/${ms(load.excessP99Ms)}`,
    `${load.hammer.p99Ms}/${load.hammer.maxMs}`,
    load.hammer.withOutage,
    load.ownDelayP99Ms,
    `${load.memory.startMiB}→${load.memory.endMiB}`,
    Object.entries(load.codes)
      .map(([code, count]) => `${code} ${count}`)
      .join(', '),
  ]);
  const crowdRows = [
    ...alone.map((result, n) => [n === 0 ? 'nobody, before' : 'nobody, after', result, null] as const),
    ...crowds.map((step) => [`${step.count} ${step.kind}`, step.beside, step] as const),
  ].map(([name, { sent, decided, ackP50Ms, ackP99Ms, ownDelayP99Ms }, step]) => [
    name,
    sent,
    decided,
    `${ms(ackP50Ms)}/${ms(ackP99Ms)}`,
    ownDelayP99Ms,
    step ? `${step.memory.startMiB}→${step.memory.endMiB}` : '–',
    step ? `${step.crowd.open} there, ${step.crowd.done} gone, ${step.crowd.failed} failed` : '–',
  ]);
  return [
    `Saturation: ${saturation} bids decided a second`,
    '',
    textTable(
      [
        'offered',
        'bids/s',
        'sent/s',
        'decided/s',
        'accepted/s',
        'excess/s',
        'ack ms p50/p99',
        'excess ms p50/p99',
        'hammer late ms p99/max',
        'hammers moved by outages',
        'generator late ms p99',
        'memory MiB',
        'refusals',
      ],
      loadRows,
    ),
    '',
    textTable(
      ['beside', 'sent/s', 'decided/s', 'ack ms p50/p99', 'generator late ms p99', 'memory MiB', 'crowd'],
      crowdRows,
    ),
    '',
    ...(broken.length === 0 ? ['Every promise held.'] : broken.map((sentence) => `Broken: ${sentence}.`)),
  ].join('\n');
}
