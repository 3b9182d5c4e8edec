import type { Behaviour } from '../../schema/behaviour.ts';
import { type CounterCommand, type CounterEvent, type CounterState, counter } from './counter.ts';

/** A counter that takes its whole thread with it when it is asked to. */
const mortal: Behaviour<CounterState, CounterCommand, CounterEvent> = {
  ...counter,
  kind: 'mortal',
  view(state, question) {
    if (question === 'throw') throw new Error('a shard dies of this');
    if (question === 'exit') process.exit(3);
    return counter.view(state, question);
  },
};

export default mortal;
