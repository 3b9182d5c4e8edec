import type { Answer } from '../schema/behaviour.ts';

/** What the rest of the service may do with actors: command them and ask them. */
export interface ActorClient {
  /**
   * Sends a command and resolves with the answer once everything it rests on is in the journal.
   * Never rejects: what went wrong is a code in the answer (`busy`, `retry`, `halted`).
   */
  command(actor: string, command: unknown): Promise<Answer>;

  /** Asks an actor's `view` a question about its committed state; null when the actor can't answer now. */
  ask(actor: string, question: unknown): Promise<unknown>;
}
