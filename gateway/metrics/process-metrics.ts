import { collectDefaultMetrics, type Registry } from 'prom-client';

/** They walk through everything that is open, on the thread that bids cross: with ten thousand sockets one notices. */
const tooDear = [
  'process_open_fds',
  'nodejs_active_resources',
  'nodejs_active_resources_total',
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
];

/** What prom-client tells of every Node.js process, the event loop's delay among it: here, the gateway's. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of tooDear) registry.removeSingleMetric(name);
}
