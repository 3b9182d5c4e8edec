import type { Behaviour } from '../../schema/behaviour.ts';
import { type CounterCommand, type CounterEvent, type CounterState, counter } from './counter.ts';

/** A counter that takes its whole thread with it when it is asked to. */
const mortal: Behaviour<CounterState, CounterCommand, CounterEvent> = {
  ...counter,
  kind: 'mortal',
  view(state, question) {
    // At once and outside of everything that guards an actor, as a bug of the runtime itself would be.
    if (question === 'throw') {
      process.nextTick(() => {
        throw new Error('a shard dies of this');
      });
    }
    if (question === 'exit') process.exit(3);
    return counter.view(state, question);
  },
};

export default mortal;
