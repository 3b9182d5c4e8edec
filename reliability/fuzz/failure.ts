/** What must hold whatever is sent. */
export const promises = {
  lives: 'the server lives',
  healthy: 'the server answers a health check',
  takesBids: 'a plain valid bid is taken',
  answersSound: 'what can be read is answered',
  documented: 'answers are as documented',
  schemasDecide: 'the schemas decide what is refused',
  discreet: 'answers say nothing of the inside',
  silentLog: 'nothing is logged as an error',
  memory: 'memory does not grow',
  handles: 'handles and sockets do not grow',
  lotsLive: 'a live lot still takes bids',
  replays: 'the journal replays to the state that is shown',
} as const;
export type PromiseName = keyof typeof promises;

/** A promise that was broken, and how that was seen. */
export interface Failure {
  readonly promise: PromiseName;
  readonly seen: string;
}

export const failed = (promise: PromiseName, seen: string): Failure => ({
  promise,
  seen: seen.slice(0, 2_000),
});
