import { bidAtLastSecond } from './last-second.ts';
import { Market } from './market.ts';
import type { Call, GeneratorApi, Reply } from './messages.ts';

const markets = new Map<string, Market>();

function market(name: string): Market {
  let found = markets.get(name);
  if (!found) {
    found = new Market();
    markets.set(name, found);
  }
  return found;
}

const api: GeneratorApi = {
  connect: (name, target, cookies) => market(name).connect(target, cookies),
  group: async (name, plans, startPoints) => market(name).group(plans, startPoints),
  watch: (name, subscriptions) => market(name).watch(subscriptions),
  bid: (name, plan) => market(name).bid(plan),
  deliveries: async (name) => market(name).deliveryReport(),
  hammers: async (name) => market(name).hammers.report(),
  lastSecond: (name, target, cookies, plan) =>
    bidAtLastSecond(market(name).hammers.awaited, target, cookies, plan),
  disconnect: async (name) => {
    market(name).close();
    markets.delete(name);
  },
};

async function answer(call: Call): Promise<Reply> {
  try {
    const method = api[call.method] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id: call.id, value: await method(...call.args) };
  } catch (error) {
    return { id: call.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', async (call: Call) => {
  process.send?.(await answer(call));
});
// Ctrl-C reaches the whole group of processes; the parent ends this one when it has cleaned up.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());
