import { inParallel } from '../../../bench/in-parallel.ts';
import type { Scope } from '../../../testing/cleanup.ts';
import { Random } from '../../../testing/random.ts';
import { runCase } from '../execute/run-case.ts';
import type { Failure } from '../failure.ts';
import type { FuzzCase, Target } from '../fuzz-case.ts';
import { FuzzedServer, type Holding } from '../server/fuzzed-server.ts';
import { httpCaseMaker } from '../targets/http.ts';
import { inspectCase } from '../targets/inspect.ts';
import { wsCase } from '../targets/ws.ts';
import { keep, readCorpus } from './corpus.ts';
import { journalsReplay, liveLotsTakeBids } from './final-checks.ts';
import { growthBeyondBounds } from './growth.ts';
import { minimize } from './minimize.ts';
import { Tally } from './tally.ts';
import { Throttle } from './throttle.ts';

export interface CampaignOptions {
  readonly scope: Scope;
  readonly seed: number;
  readonly durationMs: number;
  readonly targets: readonly Target[];
  /** Share of one core that all of it may use. */
  readonly cores: number;
  /** Whether what fails is made smaller and kept. */
  readonly keepsFailures: boolean;
  readonly onProgress: (text: string) => void;
}

export interface FoundFailure extends Failure {
  readonly about: string;
  /** Where its cases are kept, if they are. */
  readonly path: string | null;
}

export interface CampaignResult {
  readonly seed: number;
  readonly tally: Tally;
  readonly failures: readonly FoundFailure[];
  readonly elapsedMs: number;
  readonly before: Holding | null;
  readonly after: Holding | null;
}

/** Cases between two looks at the server's health. */
const batchCases = 24;
const parallelCases = 6;
/** Cases after which used-up lots are replaced by new ones. */
const refurnishCases = 240;
/** Cases before memory is measured first: what is made on first use is not what leaks. */
const warmUpCases = 240;
const progressMs = 10_000;
const mostFailures = 20;
/** Attempts at making a failure smaller; one that costs a server each gets fewer. */
const attempts = 80;
const deadlyAttempts = 14;

/** How often each target gets its turn: what has more in it more often. */
const weights: Readonly<Record<Target, number>> = { ws: 5, http: 4, inspect: 1 };

/** Runs the corpus, then fresh cases until the time is over, then looks at what is left behind. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  return new Campaign(options, await FuzzedServer.start(options.scope)).run();
}

class Campaign {
  readonly #options: CampaignOptions;
  #server: FuzzedServer;
  readonly #tally = new Tally();
  readonly #failures: FoundFailure[] = [];
  readonly #throttle: Throttle;
  readonly #startedAt = performance.now();
  #before: Holding | null = null;
  #furnishedAt = 0;

  constructor(options: CampaignOptions, server: FuzzedServer) {
    this.#options = options;
    this.#server = server;
    this.#throttle = new Throttle(options.cores, () => this.#server.cpuSeconds());
  }

  async run(): Promise<CampaignResult> {
    const { seed, durationMs, targets } = this.#options;
    for (const [name, { cases }] of readCorpus()) {
      const wanted = cases.filter(({ target }) => targets.includes(target));
      if (wanted.length > 0) await this.#batch(wanted, name);
    }
    const random = new Random(seed);
    const make = this.#maker();
    const freshFrom = performance.now();
    let toldAt = freshFrom;
    while (performance.now() - freshFrom < durationMs && this.#failures.length < mostFailures) {
      await this.#batch(
        Array.from({ length: batchCases }, () => make(random.fork())),
        null,
      );
      if (this.#before === null && this.#tally.total >= warmUpCases) this.#before = await this.#holding();
      await this.#throttle.wait();
      if (performance.now() - toldAt < progressMs) continue;
      toldAt = performance.now();
      this.#options.onProgress(`${this.#tally.total} cases, ${this.#failures.length} failures`);
    }
    const after = await this.#finish();
    const elapsedMs = performance.now() - this.#startedAt;
    return { seed, tally: this.#tally, failures: this.#failures, elapsedMs, before: this.#before, after };
  }

  #maker(): (random: Random) => FuzzCase {
    const makers = {
      ws: wsCase,
      http: httpCaseMaker([...this.#server.subject.operations.values()]),
      inspect: inspectCase,
    };
    const turns = this.#options.targets.flatMap((target) => Array<Target>(weights[target]).fill(target));
    return (random) => makers[random.pick(turns)](random);
  }

  /** Runs cases side by side and then looks at the server; `kept` names those that are kept already. */
  async #batch(cases: readonly FuzzCase[], kept: string | null): Promise<void> {
    const outcomes = await inParallel(cases, kept === null ? parallelCases : 1, (one) =>
      runCase(one, this.#server.subject),
    );
    for (const [n, outcome] of outcomes.entries()) this.#tally.add(cases[n] as FuzzCase, outcome);
    const probed = await this.#server.probe();
    for (const [n, { failure }] of outcomes.entries()) {
      // Of a server that has died nobody else is to blame for not being answered.
      if (failure === null || probed?.promise === 'lives') continue;
      await this.#found(failure, [cases[n] as FuzzCase], kept);
    }
    if (probed !== null) await this.#found(probed, cases, kept);
    if (this.#server.isDead) await this.#restart();
    if (this.#tally.total - this.#furnishedAt >= refurnishCases) {
      this.#furnishedAt = this.#tally.total;
      await this.#server.house.refurnish();
    }
  }

  async #found(failure: Failure, cases: readonly FuzzCase[], kept: string | null): Promise<void> {
    const about = cases.length === 1 ? (cases[0] as FuzzCase).about : `${cases.length} cases`;
    const isKnown = this.#failures.some((known) => signatureOf(known) === signatureOf({ ...failure, about }));
    if (isKnown) return;
    if (kept !== null || !this.#options.keepsFailures) {
      this.#failures.push({ ...failure, about, path: kept });
      this.#options.onProgress(`${failure.promise} (${kept ?? about}): ${failure.seen}`);
      return;
    }
    this.#options.onProgress(`${failure.promise} (${about}): ${failure.seen}\nMaking it smaller.`);
    const most = failure.promise === 'lives' ? deadlyAttempts : attempts;
    const smaller = await minimize(cases, failure, (fewer) => this.#attempt(fewer), most);
    const path = keep(smaller?.failure ?? failure, smaller?.cases ?? cases);
    this.#failures.push({ ...(smaller?.failure ?? failure), about, path });
    this.#options.onProgress(
      smaller === null ? `It did not come again; all is kept in ${path}` : `Kept in ${path}`,
    );
    this.#throttle.restart();
  }

  /** Runs cases one after the other, on a new server if there is none left. */
  async #attempt(cases: readonly FuzzCase[]): Promise<Failure | null> {
    if (this.#server.isDead) await this.#restart();
    for (const one of cases) {
      const { failure } = await runCase(one, this.#server.subject);
      if (failure === null) continue;
      const probed = await this.#server.probe();
      return probed?.promise === 'lives' ? probed : failure;
    }
    return this.#server.probe();
  }

  async #restart(): Promise<void> {
    this.#server = await FuzzedServer.start(this.#options.scope);
    this.#before = null;
    this.#throttle.restart();
  }

  async #holding(): Promise<Holding | null> {
    const busy = await this.#server.atRest();
    if (busy !== null) this.#failures.push({ ...busy, about: 'all that was sent', path: null });
    return this.#server.holding();
  }

  /** What must hold when all is over. */
  async #finish(): Promise<Holding | null> {
    const about = 'all that was sent';
    const after = await this.#holding();
    const grown = this.#before === null || after === null ? null : growthBeyondBounds(this.#before, after);
    const checks = [
      grown,
      await liveLotsTakeBids(this.#server),
      await journalsReplay(this.#server),
      await this.#server.probe(),
    ];
    for (const failure of checks)
      if (failure !== null) this.#failures.push({ ...failure, about, path: null });
    return after;
  }
}

/** Failures that differ only in numbers and names are one. */
const signatureOf = ({ promise, seen, about }: Failure & { about: string }): string =>
  `${promise} ${about} ${seen.replace(/[\dA-F]{4,}|\d+|"[^"]*"/gi, '#').slice(0, 80)}`;
