import { answerCalls } from '../calls/answer.ts';
import { bidAtLastSecond } from './last-second.ts';
import { Market } from './market.ts';
import type { GeneratorApi } from './messages.ts';
import { until } from './until.ts';

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
  connect: (name, target, cookies, paths) => market(name).connect(target, cookies, paths),
  group: async (name, plans, startPoints) => market(name).group(plans, startPoints),
  watch: (name, subscriptions) => market(name).watch(subscriptions),
  bid: (name, plan) => market(name).bid(plan),
  deliveries: async (name) => market(name).deliveryReport(),
  accepted: async (name) => market(name).acceptedByLot(),
  hammers: async (name, waitMs = 0) => {
    const { hammers } = market(name);
    await until(() => hammers.awaited.size === 0, waitMs);
    return hammers.report();
  },
  lastSecond: (name, target, cookies, plan) => bidAtLastSecond(market(name).hammers, target, cookies, plan),
  disconnect: async (name) => {
    market(name).close();
    markets.delete(name);
  },
};

answerCalls(api);
