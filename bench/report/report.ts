import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chart, pictureOf } from './chart.ts';
import { charts } from './charts.ts';
import { escapeText } from './drawing.ts';
import { type StoredRun, storedRuns } from './stored-runs.ts';

/**
 * Draws the latest run of each scenario that is kept in a folder: one page without outside resources, and each chart as
 * a picture of its own beside it. Gives the page's path; throws when nothing is kept there.
 */
export function writeReport(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const runs = storedRuns(folder);
  const pictures = join(folder, 'report');
  const sections = Object.entries(charts).flatMap(([scenario, draw]) => {
    const history = runs.filter((run) => run.scenario === scenario);
    const latest = history.at(-1);
    return latest === undefined ? [] : [{ latest, drawn: draw(latest.figures, history) }];
  });
  if (sections.length === 0) throw new Error(`No run is kept in ${folder} yet: measure something first.`);

  mkdirSync(pictures, { recursive: true });
  for (const { drawn } of sections) {
    for (const chart of drawn) writeFileSync(join(pictures, `${chart.name}.svg`), pictureOf(chart));
  }
  const page = join(pictures, 'index.html');
  writeFileSync(page, pageOf(sections));
  return page;
}

interface Section {
  readonly latest: StoredRun;
  readonly drawn: readonly Chart[];
}

function pageOf(sections: readonly Section[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Lotcast, measured</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; border: 1px solid #e4e7eb; border-radius: 6px; margin: 0.4rem 0; }
h2 { margin: 2rem 0 0; } p { margin: 0; color: #52606d; font-size: 0.9rem; }
</style>
<h1>Lotcast, measured</h1>
<p>The latest kept run of each scenario. Machines differ and drift: figures of one chart belong together, those of two do not.</p>
${sections.map(sectionOf).join('\n')}
</html>
`;
}

function sectionOf({ latest, drawn }: Section): string {
  const { machine, settings } = latest.figures as {
    readonly machine?: { readonly processor: string; readonly cores: number; readonly node: string };
    readonly settings?: Readonly<Record<string, unknown>>;
  };
  const on = machine ? `, ${machine.cores} cores (${machine.processor}), Node ${machine.node}` : '';
  const given = Object.entries(settings ?? {})
    .filter(([, value]) => value !== null && value !== false)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return `<section>
<h2>${escapeText(latest.scenario)}</h2>
<p>${escapeText(`${latest.at}${on}; ${given}`)}</p>
${drawn.map(pictureOf).join('\n')}
</section>`;
}
