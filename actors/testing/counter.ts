import { type Answer, type Behaviour, commandRecord, type Outage } from '../../schema/behaviour.ts';
import { type AnswerCode, answerNumber } from '../../schema/codes.ts';

/** Where the second event of a decision chokes. */
export type Torn = 'evolve' | 'publish' | 'text' | 'deadline' | 'summary';

export type CounterCommand =
  | { type: 'add'; by: number; id: number; amount: number; receivedAt: number }
  | { type: 'open'; endsAt: number; windowMs: number }
  | { type: 'move'; endsAt: number | null }
  | { type: 'whisper'; count: number }
  | { type: 'poison' }
  | { type: 'tear'; where: Torn }
  | { type: 'tick'; deadline: number }
  | ({ type: 'outage' } & Outage);

export type CounterEvent = { readonly at: number } & (
  | { readonly type: 'added'; readonly key: string; readonly amount: number; readonly endsAt: number | null }
  | { readonly type: 'opened'; readonly endsAt: number; readonly windowMs: number }
  | { readonly type: 'moved'; readonly endsAt: number | null }
  | { readonly type: 'whispered' }
  | { readonly type: 'restored'; readonly outageId: number; readonly endsAt: number }
  | { readonly type: 'closed' }
  | { readonly type: 'torn'; readonly where: Torn }
);

export interface CounterState {
  value: number;
  position: number;
  openedAt: number;
  endsAt: number | null;
  windowMs: number;
  isClosed: boolean;
  /** The value after each accepted addition, by its key: a retry gets the first answer again. */
  added: Record<string, number>;
  whispers: number;
  outageIds: number[];
  torn: Torn | null;
}

/** An amount that no counter can decide. */
export const poisonAmount = -666;

const answer = (code: AnswerCode, value: number): Answer => ({
  code: answerNumber[code],
  value,
  flag: 0,
  position: 0,
});

/** An addition leaves at least the window; without one the end stays. */
const drawnUp = ({ endsAt, windowMs }: CounterState, now: number): number | null =>
  endsAt === null || windowMs === 0 ? endsAt : Math.max(endsAt, now + windowMs);

function chokeAt(where: Torn, { torn }: CounterState): void {
  if (torn === where) throw new Error(`choked at ${where}`);
}

/**
 * The smallest actor that has all that the runtime deals with: a value that is added to until a deadline,
 * which additions move; retries, private events, outages and commands that it chokes on.
 */
export const counter: Behaviour<CounterState, CounterCommand, CounterEvent> = {
  kind: 'counter',
  givesWay: false,
  initial: () => ({
    value: 0,
    position: 0,
    openedAt: 0,
    endsAt: null,
    windowMs: 0,
    isClosed: false,
    added: {},
    whispers: 0,
    outageIds: [],
    torn: null,
  }),

  decide(state, command, now) {
    const accept = (...events: CounterEvent[]) => ({ events, answer: answer('accepted', state.value) });
    const refuse = (code: AnswerCode) => ({ events: [], answer: answer(code, state.value) });
    switch (command.type) {
      case 'add': {
        const { by, id, amount, receivedAt } = command;
        if (amount === poisonAmount) throw new Error('poison');
        const key = `${by}:${id}`;
        const before = state.added[key];
        if (before !== undefined) return { events: [], answer: answer('accepted', before) };
        if (state.isClosed || (state.endsAt !== null && receivedAt >= state.endsAt)) return refuse('closed');
        if (amount <= 0) return refuse('too_low');
        return {
          events: [{ type: 'added', at: now, key, amount, endsAt: drawnUp(state, now) }],
          answer: answer('accepted', state.value + amount),
        };
      }
      case 'open':
        return accept({ type: 'opened', at: now, endsAt: command.endsAt, windowMs: command.windowMs });
      case 'move':
        return accept({ type: 'moved', at: now, endsAt: command.endsAt });
      case 'whisper':
        return accept(
          ...Array.from({ length: command.count }, () => ({ type: 'whispered', at: now }) as const),
        );
      case 'poison':
        throw new Error('poison');
      case 'tear': {
        const { where } = command;
        const torn = {
          type: 'torn',
          at: now,
          where,
          ...(where === 'text' ? { unspeakable: 1n } : {}),
        } as const;
        return accept({ type: 'added', at: now, key: 'torn', amount: 1_000, endsAt: state.endsAt }, torn);
      }
      case 'tick':
        return command.deadline === state.endsAt ? accept({ type: 'closed', at: now }) : refuse('invalid');
      case 'outage': {
        const { outageId, from, to } = command;
        if (state.endsAt === null || state.outageIds.includes(outageId)) return refuse('invalid');
        const lostMs = to - Math.max(from, state.openedAt);
        if (lostMs <= 0) return refuse('invalid');
        return accept({ type: 'restored', at: now, outageId, endsAt: state.endsAt + lostMs });
      }
    }
  },

  evolve(state, event) {
    if (event.type !== 'whispered') state.position++;
    switch (event.type) {
      case 'added':
        state.value += event.amount;
        state.added[event.key] = state.value;
        state.endsAt = event.endsAt;
        break;
      case 'opened':
        state.isClosed = false;
        state.openedAt = event.at;
        state.endsAt = event.endsAt;
        state.windowMs = event.windowMs;
        break;
      case 'moved':
        state.endsAt = event.endsAt;
        break;
      case 'whispered':
        state.whispers++;
        break;
      case 'restored':
        state.endsAt = event.endsAt;
        state.outageIds.push(event.outageId);
        break;
      case 'closed':
        state.isClosed = true;
        state.endsAt = null;
        break;
      case 'torn':
        state.value = Number.NaN;
        state.torn = event.where;
        chokeAt('evolve', state);
        break;
    }
    return state;
  },

  deadline(state) {
    chokeAt('deadline', state);
    return state.endsAt;
  },
  tick: (deadline) => ({ type: 'tick', deadline }),
  outage: (outage) => ({ type: 'outage', ...outage }),
  unpack: (batch, offset) => ({
    type: 'add',
    by: batch[offset + commandRecord.by] as number,
    id: batch[offset + commandRecord.x] as number,
    amount: batch[offset + commandRecord.y] as number,
    receivedAt: batch[offset + commandRecord.receivedAt] as number,
  }),
  retryKey: (command) => (command.type === 'add' ? `${command.by}:${command.id}` : null),
  record: (event) => JSON.stringify(event),
  publish(state, event) {
    chokeAt('publish', state);
    return event.type === 'whispered' ? null : JSON.stringify({ type: event.type, position: state.position });
  },
  position: (state) => state.position,
  snapshot: (state) => ({ value: state.value, endsAt: state.endsAt, isClosed: state.isClosed }),
  summary(state) {
    chokeAt('summary', state);
    return { value: state.value };
  },
  abridge: (text) => text,
  mayShowLater: ({ type }) => type === 'added',
  status: (state) => (state.isClosed ? 'closed' : 'open'),
  view: (state, question) => ({ question, value: state.value, whispers: state.whispers }),
  freeze: (state) => state,
  thaw: (frozen) => frozen as CounterState,
  weight: () => 1,
};
