import type { ChatCommand } from '../../schema/chat/commands.ts';
import { limits } from '../../schema/limits.ts';
import { accepted, type ChatDecision, refused } from './answers.ts';
import { decideMerge } from './merge.ts';
import { decideModerating, type ModeratingCommand } from './moderate.ts';
import { whoIs } from './rank.ts';
import { decideSay } from './say.ts';
import { type ChatState, initial, isOpen, type OpenState } from './state.ts';

function decideOpen(command: Extract<ChatCommand, { type: 'open' }>, now: number): ChatDecision {
  const { sellerId, guestsSpeak } = command;
  const settings = { ...initial().settings, guestsSpeak };
  return accepted({ type: 'opened', at: now, sellerId, settings });
}

/** Slows new accounts for a while, unless they will be for most of that time anyway. */
function decideCrowd({ settings, guardUntil }: OpenState, now: number): ChatDecision {
  if (!settings.raidGuard || guardUntil - now > limits.raidGuardMs / 2) return accepted();
  return accepted({ type: 'guarded', at: now, until: now + limits.raidGuardMs });
}

/** A command of or about somebody who was a guest when it was sent. */
function asOne(state: OpenState, command: ModeratingCommand): ModeratingCommand {
  const by = whoIs(state, command.by);
  return 'person' in command ? { ...command, by, person: whoIs(state, command.person) } : { ...command, by };
}

/** Decides any command at the time `now` (ms). A room that was not opened knows nobody. */
export function decide(state: ChatState, command: ChatCommand, now: number): ChatDecision {
  if (!isOpen(state)) return command.type === 'open' ? decideOpen(command, now) : refused('unknown_lot');
  switch (command.type) {
    case 'open':
      return accepted();
    case 'say':
      return decideSay(state, { ...command, by: whoIs(state, command.by) }, now);
    case 'crowd':
      return decideCrowd(state, now);
    case 'merge':
      return decideMerge(state, command, now);
    case 'forget':
      // A guest who has signed in is the account by now: nothing is left of that one alone.
      if (state.forgotten.has(command.person) || state.merged.has(command.person)) return accepted();
      return accepted({ type: 'forgotten', at: now, person: command.person });
    default:
      return decideModerating(state, asOne(state, command), now);
  }
}
