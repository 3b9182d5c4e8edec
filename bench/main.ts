import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench, resultsDir } from './bench.ts';
import { helpText, readCommandLine } from './command-line.ts';
import { figuresTable } from './figures-table.ts';
import { machine } from './machine.ts';
import { writeReport } from './report/report.ts';
import type { Figures } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

const request = readCommandLine(process.argv.slice(2), scenarios);
if (request.kind === 'help') {
  process.stdout.write(`${helpText(scenarios)}\n`);
} else if (request.kind === 'report') {
  try {
    process.stdout.write(`${writeReport(resultsDir)}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
} else if (request.kind === 'mistake') {
  process.stderr.write(`${request.message}\nSee npm run -s bench -- --help.\n`);
  process.exitCode = 2;
} else {
  const bench = new Bench();
  let isInterrupted = false;
  const interrupt = async () => {
    if (isInterrupted) return;
    isInterrupted = true;
    bench.progress('Stopping');
    await bench.cleanUp();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  try {
    const figures = await Promise.race([request.scenario.run(request.settings, bench), bench.failed]);
    report(
      { scenario: request.name, ...figures, settings: request.settings, machine: machine() },
      request.isJson,
      request.scenario.table ?? figuresTable,
    );
    for (const fault of request.scenario.faults?.(figures) ?? []) {
      bench.progress(`Not as it must be: ${fault}`);
      process.exitCode = 1;
    }
  } catch (error) {
    if (!isInterrupted) bench.progress(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    await bench.cleanUp();
  }
}

function report(
  figures: Figures & { readonly scenario: string },
  isJson: boolean,
  table: (figures: Figures) => string,
): void {
  const name = `${figures.scenario}-${new Date().toISOString().replaceAll(':', '-')}.json`;
  mkdirSync(resultsDir, { recursive: true });
  writeFileSync(join(resultsDir, name), `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`${isJson ? JSON.stringify(figures) : table(figures)}\n`);
}
