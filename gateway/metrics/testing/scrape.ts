import assert from 'node:assert/strict';
import type { RunningLotcast } from '../../../testing/lotcast.ts';
import { Exposition } from './exposition.ts';

/** Where a server that was started with METRICS_PORT says that its metrics are. */
export function metricsUrl({ output }: Pick<RunningLotcast, 'output'>): string {
  for (const line of output().split('\n')) {
    if (!line.includes('"metrics are served"')) continue;
    return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error(`No metrics are served:\n${output()}`);
}

export async function scrape(url: string): Promise<Exposition> {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return new Exposition(await response.text());
}
