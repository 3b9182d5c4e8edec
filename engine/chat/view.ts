import type { ChatAnswers, ChatQuestion, ChatStanding, Gone } from '../../schema/chat/questions.ts';
import type { PersonId } from '../../schema/ids.ts';
import { concerns } from './merge.ts';
import { publicMessage } from './public.ts';
import { whoIs } from './rank.ts';
import { type ChatState, isOpen } from './state.ts';

function standing(state: ChatState, person: PersonId): ChatStanding {
  const by = whoIs(state, person);
  const sanction = state.sanctions.get(by);
  return {
    isOpen: isOpen(state),
    isSeller: state.sellerId === by,
    isModerator: state.moderators.has(by),
    // Whether its time is over is for whoever knows the time.
    muted: sanction === undefined ? null : { until: sanction.until, reason: sanction.reason },
  };
}

const gone = ({ deleted, cleared, forgotten, merged }: ChatState, from: number, to: number): Gone => ({
  deleted: [...deleted].filter((seq) => seq >= from && seq <= to),
  cleared: [...cleared].map(([person, upTo]) => ({ person, upTo })),
  // Old messages stand in the journal under whoever said them then.
  forgotten: [...forgotten, ...[...merged].filter(([, to]) => forgotten.has(to)).map(([guest]) => guest)],
});

/** Answers a question about the room that not everyone may ask; null if it is none that a room knows. */
export function view(state: ChatState, question: unknown): unknown {
  const asked = question as ChatQuestion;
  switch (asked.ask) {
    case 'standing':
      return standing(state, asked.by);
    case 'words':
      return state.words satisfies ChatAnswers['words'];
    case 'held':
      return [...state.held.values()].map((message) => publicMessage(message, true));
    case 'sanctions':
      return [...state.sanctions.values()] satisfies ChatAnswers['sanctions'];
    case 'gone':
      return gone(state, asked.from, asked.to);
    case 'recent':
      return state.recent.map((message) => publicMessage(message));
    case 'concerns':
      return asked.of.filter((person) => concerns(state, person));
    default:
      return null;
  }
}
