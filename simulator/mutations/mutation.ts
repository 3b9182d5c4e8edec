/** A deliberate mistake: a piece of our source and what it says instead. */
export interface Mutation {
  readonly name: string;
  /** Path from the checkout's folder. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Where the search begins: shortly before the first seed that sees it, which spares minutes. 1 if it is not given. */
  readonly firstSeed?: number;
}
