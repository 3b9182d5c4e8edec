import type { RealNames } from '../stand-ins.ts';
import type { Operation } from '../targets/open-api.ts';

/** What cases are sent to. */
export interface Subject {
  readonly port: number;
  readonly inspectPath: string;
  readonly names: RealNames;
  /** By name. */
  readonly operations: ReadonlyMap<string, Operation>;
}

/** How long the server may take to answer: generous, for what never answers is told from what is slow only here. */
export const answerMs = 20_000;

/** How long nothing must come from a server that need not answer. */
export const quietMs = 40;
