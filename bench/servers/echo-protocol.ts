/** What a bare server tells its parent once it listens. */
export interface BareServerReady {
  readonly port: number;
}

const lot = '00000000000000000000000000';
const epoch = '0123456789abcdef0123456789abcdef';

/** A public event of the size that a bid's has. */
export function echoEvent(seq: number): string {
  return `{"seq":${seq},"type":"bid","at":${Date.now()},"set":{"pricePoints":1000000,"minimumPoints":1000001,"incrementPoints":1,"leader":{"id":300,"paddle":100},"bidCount":10000,"endsAt":1750000000000},"by":{"id":300,"paddle":100},"amountPoints":1000000,"cutMs":0}`;
}

/** A frame of events. */
export function eventsText(events: string): string {
  return `{"type":"events","lot":"${lot}","epoch":"${epoch}","events":[${events}],"serverNow":1750000000000}`;
}

/** Answers a subscription with a state, as far as the generator looks at it. */
export function snapshotText(subscription: string, seq: number): string {
  const state = { minimumPoints: 1, endsAt: null };
  return JSON.stringify({ type: 'snapshot', lot: JSON.parse(subscription).lot, epoch, seq, state });
}
