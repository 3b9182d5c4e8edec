import { randomInt } from 'node:crypto';
import { machine } from '../bench/machine.ts';
import { type Request, readArguments, usage } from './command-line.ts';
import { fullSize, type MatrixRow, runMatrix } from './crashes/matrix.ts';
import { matrixTable } from './crashes/matrix-table.ts';
import { runFuzz } from './fuzz/run-fuzz.ts';
import { runOverload } from './overload/overload.ts';
import { overloadTable } from './overload/overload-table.ts';
import { takeOwnFolder } from './own-folder.ts';
import { runSignIns, signInsText } from './sign-ins/sign-ins.ts';

/** Each started program has one listener for this process's end, and trials start many. */
const mostExitListeners = 200;

const progress = (line: string) => process.stderr.write(`${line}\n`);

type Requested<Kind> = Extract<ReturnType<typeof readArguments>, { kind: Kind }>;

async function crashes({ times, only, databases, seed, isJson }: Requested<'crashes'>): Promise<boolean> {
  const first = seed ?? randomInt(1, 2 ** 31);
  progress(`Seeds from ${first} on.`);
  const rows: MatrixRow[] = [];
  for await (const row of runMatrix({
    times,
    only,
    databases,
    seed: first,
    size: fullSize,
    onProgress: progress,
  })) {
    rows.push(row);
    for (const failure of row.failures) progress(`  ${row.kind}, ${row.database}: ${failure}`);
  }
  const held = rows.every(({ failures }) => failures.length === 0);
  const summary = { held, seed: first, at: new Date().toISOString(), machine: machine(), rows };
  process.stdout.write(`${isJson ? JSON.stringify(summary) : matrixTable(rows)}\n`);
  return held;
}

async function overload({ isQuick, isJson }: Requested<'overload'>): Promise<boolean> {
  const result = await runOverload(isQuick, progress);
  const summary = { ...result, at: new Date().toISOString(), machine: machine() };
  process.stdout.write(`${isJson ? JSON.stringify(summary) : overloadTable(result)}\n`);
  return result.held;
}

async function signIns({ perMinute, seconds, isJson }: Requested<'sign-ins'>): Promise<boolean> {
  const result = await runSignIns(perMinute, seconds);
  const summary = { ...result, at: new Date().toISOString(), machine: machine() };
  process.stdout.write(`${isJson ? JSON.stringify(summary) : signInsText(result)}\n`);
  return result.held;
}

function attempt(asked: Exclude<Request, { kind: 'help' | 'fuzz' }>): Promise<boolean> {
  switch (asked.kind) {
    case 'crashes':
      return crashes(asked);
    case 'overload':
      return overload(asked);
    case 'sign-ins':
      return signIns(asked);
  }
}

let request: ReturnType<typeof readArguments> | null = null;
try {
  request = readArguments(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\nSee npm run -s reliability -- --help.\n`);
  process.exitCode = 2;
}
if (request?.kind === 'help') {
  process.stdout.write(`${usage}\n`);
} else if (request !== null) {
  process.setMaxListeners(mostExitListeners);
  takeOwnFolder();
  try {
    if (request.kind === 'fuzz') process.exitCode = await runFuzz(request.argv);
    else process.exitCode = (await attempt(request)) ? 0 : 1;
  } catch (error) {
    progress(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}
