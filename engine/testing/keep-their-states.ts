import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Behaviour, EventBase } from '../../schema/behaviour.ts';
import type { StoredJournal } from './stored-journals.ts';

/** What of these data is in others: lists whole, of objects the fields that the others have. */
function common(is: unknown, others: unknown): unknown {
  if (Array.isArray(is) && Array.isArray(others)) return is.map((one, n) => common(one, others[n]));
  if (is === null || others === null || typeof is !== 'object' || typeof others !== 'object') return is;
  const kept = Object.entries(is).filter(([name]) => Object.hasOwn(others, name));
  return Object.fromEntries(kept.map(([name, value]) => [name, common(value, others[name as never])]));
}

/** Tests that journals of old lead this behaviour to the states that they led to, and that every type of event is in one. */
export function keepTheirStates<State, Event extends EventBase>(
  {
    evolve,
    initial,
    freeze,
    thaw,
  }: Pick<Behaviour<State, never, Event>, 'evolve' | 'initial' | 'freeze' | 'thaw'>,
  journals: ReadonlyMap<string, StoredJournal<Event, unknown>>,
  types: readonly string[],
): void {
  /** All that was frozen then is so now; what a later version keeps besides is its own. */
  const assertSame = (state: State, expected: unknown): void =>
    assert.deepEqual(common(JSON.parse(JSON.stringify(freeze(state))), expected), expected);

  for (const [name, { events, checkpoint, state }] of journals) {
    test(`the journal ${name} leads to the state that it led to when it was written`, () => {
      assertSame(events.reduce(evolve, initial()), state);
    });

    test(`the journal ${name} goes on from the checkpoint that was written then`, () => {
      const thawed = thaw(checkpoint.state);
      assertSame(thawed, checkpoint.state);
      assertSame(events.slice(checkpoint.after).reduce(evolve, thawed), state);
    });
  }

  test('every type of event stands in one of these journals', () => {
    const written = new Set([...journals.values()].flatMap(({ events }) => events.map(({ type }) => type)));
    assert.deepEqual([...written].sort(), [...types].sort());
  });
}
