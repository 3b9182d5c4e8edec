import { randomInt } from 'node:crypto';
import { ensureMediaWorker } from '../../setup/media-worker/ensure-media-worker.mjs';
import { OwnScope } from '../own-scope.ts';
import { type CampaignResult, runCampaign } from './campaign/campaign.ts';
import { readKept, replayCommand } from './campaign/corpus.ts';
import { bounds } from './campaign/growth.ts';
import { type FuzzArguments, fuzzUsage, readFuzzArguments } from './command-line.ts';
import { runCase } from './execute/run-case.ts';
import { promises } from './failure.ts';
import { FuzzedServer } from './server/fuzzed-server.ts';

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Fuzzes a server as the command line says; gives the exit code. */
export async function runFuzz(argv: readonly string[]): Promise<number> {
  let given: FuzzArguments | null;
  try {
    given = readFuzzArguments(argv);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (given === null) {
    say(fuzzUsage);
    return 0;
  }
  const worker = await ensureMediaWorker();
  if (worker.path === null) {
    process.stderr.write(`The fuzzer needs the media worker. ${worker.reason}\n`);
    return 1;
  }
  process.env.MEDIASOUP_WORKER_BIN = worker.path;
  const scope = new OwnScope();
  try {
    return given.replay === null ? await fuzz(given, scope) : await replay(given.replay, scope);
  } finally {
    await scope.end();
  }
}

async function fuzz(given: FuzzArguments, scope: OwnScope): Promise<number> {
  const seed = given.seed ?? randomInt(1, 2 ** 32);
  say(`Seed ${seed}.`);
  const { durationMs, targets, cores } = given;
  const result = await runCampaign({
    scope,
    seed,
    durationMs,
    targets,
    cores,
    keepsFailures: true,
    onProgress: say,
  });
  for (const { promise, about, seen, path } of result.failures) {
    say(`\nBroken: ${promises[promise]} (${about})\n${seen}`);
    if (path !== null) say(replayCommand(path));
  }
  say(given.isJson ? JSON.stringify(summaryOf(result)) : tableOf(result));
  return result.failures.length === 0 ? 0 : 1;
}

function summaryOf({ seed, tally, failures, elapsedMs, before, after }: CampaignResult) {
  return {
    seed,
    cases: tally.total,
    failures: failures.length,
    casesPerSecond: Math.round((tally.total / elapsedMs) * 1_000),
    byTarget: tally.cases,
    about: Object.fromEntries([...tally.about].sort()),
    answers: Object.fromEntries([...tally.answers].sort()),
    before,
    after,
    bounds,
    failed: failures,
  };
}

function tableOf(result: CampaignResult): string {
  const { seed, cases, failures, casesPerSecond, byTarget, answers, before, after } = summaryOf(result);
  const lines = Object.entries(answers).map(([answer, count]) => `${String(count).padStart(8)}  ${answer}`);
  const grown =
    before === null || after === null
      ? []
      : Object.keys(bounds).map((name) => {
          const key = name as keyof typeof bounds;
          return `${name}: ${before[key]} → ${after[key]} (may grow by ${bounds[key]})`;
        });
  const targets = Object.entries(byTarget).map(([target, count]) => `${target} ${count}`);
  return [
    ...lines,
    ...grown,
    `seed ${seed}, cases ${cases} (${targets.join(', ')}), failures ${failures}, casesPerSecond ${casesPerSecond}`,
  ].join('\n');
}

async function replay(path: string, scope: OwnScope): Promise<number> {
  const { about, cases } = readKept(path);
  const server = await FuzzedServer.start(scope);
  say(`Kept because: ${about}`);
  for (const one of cases) {
    const { failure, answers } = await runCase(one, server.subject);
    say(`${one.about}: ${answers.join(', ') || 'no answer'}`);
    if (failure !== null) say(`Broken: ${promises[failure.promise]}\n${failure.seen}`);
    if (failure !== null) return 1;
  }
  const failure = await server.probe();
  say(failure === null ? 'Every promise holds.' : `Broken: ${promises[failure.promise]}\n${failure.seen}`);
  return failure === null ? 0 : 1;
}
