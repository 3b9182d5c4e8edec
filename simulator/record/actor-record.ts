/** What the database has of an actor, as far as it is the same for all kinds. */
export interface ActorRecord {
  readonly events: readonly unknown[];
  /** The word that lists filter by. */
  readonly status: string;
  /** Whether its state waits for a deadline. */
  readonly awaits: boolean;
  /** The whole state after all events, as replaying them gives it. */
  readonly frozen: string;
  /** What the database shows of it in lists, and by what it is found after a restart. */
  shown: { readonly status: string; readonly awaits: boolean } | null;
}
