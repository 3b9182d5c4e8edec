import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { ended } from '../../testing/processes.ts';
import type { CrowdNews, CrowdTask } from './crowd.worker.ts';

type Told = Omit<Extract<CrowdNews, { type: 'told' }>, 'type'>;

const program = fileURLToPath(new URL('./crowd.worker.ts', import.meta.url));

/** A crowd in a process of its own, so that it takes no time from those who measure; it ends with the scope. */
export class Crowd {
  readonly #process: ChildProcess;

  private constructor(crowd: ChildProcess) {
    this.#process = crowd;
  }

  /** Resolves when all of it are there. */
  static async gather(scope: Scope, task: CrowdTask): Promise<Crowd> {
    const crowd = fork(program, [JSON.stringify(task)]);
    onCleanup(scope, () => {
      crowd.kill('SIGKILL');
      return ended(crowd);
    });
    const failed = ended(crowd).then((): never => {
      throw new Error(`the crowd (${task.kind}) broke up`);
    });
    await Promise.race([once(crowd, 'message'), failed]);
    failed.catch(() => {});
    return new Crowd(crowd);
  }

  /** Sends it home; gives what it has seen. */
  async end(): Promise<Told> {
    const told = once(this.#process, 'message');
    this.#process.send('end');
    const [{ type: _, ...news }] = (await told) as [CrowdNews & { type: 'told' }];
    await ended(this.#process);
    return news;
  }
}
