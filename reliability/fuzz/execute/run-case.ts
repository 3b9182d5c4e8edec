import { failed } from '../failure.ts';
import type { FuzzCase } from '../fuzz-case.ts';
import type { Outcome } from './outcome.ts';
import { runHttp } from './run-http.ts';
import { runInspect } from './run-inspect.ts';
import { runWs } from './run-ws.ts';
import type { Subject } from './subject.ts';

const runs = { ws: runWs, http: runHttp, inspect: runInspect } as const;

/** Sends a case on a connection of its own and judges what is answered. */
export async function runCase(fuzzCase: FuzzCase, subject: Subject): Promise<Outcome> {
  try {
    return await runs[fuzzCase.target](fuzzCase, subject);
  } catch (error) {
    // Whoever can't connect finds no server; anything else is a mistake of the fuzzer's own.
    if ((error as NodeJS.ErrnoException).syscall !== 'connect') throw error;
    return { failure: failed('lives', (error as Error).message), answers: [] };
  }
}
