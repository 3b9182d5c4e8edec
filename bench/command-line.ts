import { parseArgs } from 'node:util';
import type { Scenario } from './scenario.ts';
import { flags, type SettingName, type Settings } from './settings.ts';

type Scenarios = Readonly<Record<string, Scenario<never>>>;

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  /** Draws what earlier runs found. */
  | { readonly kind: 'report' }
  | { readonly kind: 'mistake'; readonly message: string }
  | {
      readonly kind: 'run';
      readonly name: string;
      readonly scenario: Scenario<never>;
      readonly settings: Partial<Settings>;
      readonly isJson: boolean;
    };

/** Reads the arguments; whatever is wrong with them becomes one message. */
export function readCommandLine(args: readonly string[], scenarios: Scenarios): Request {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  const [name, ...rest] = args;
  if (name === 'report') {
    return rest.length === 0 ? { kind: 'report' } : mistake('report takes no flags: it draws what is kept.');
  }
  const known = Object.keys(scenarios).join(', ');
  if (name === undefined || name.startsWith('-')) return mistake(`Name a scenario first: ${known}.`);
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (!scenario) return mistake(`There is no scenario ${JSON.stringify(name)}; there are ${known}.`);

  const names = Object.keys(scenario.defaults) as SettingName[];
  try {
    const { values } = parseArgs({
      args: rest,
      options: {
        json: { type: 'boolean' },
        ...Object.fromEntries(
          names.map((flag) => [
            flag,
            { type: flags[flag].kind === 'switch' ? 'boolean' : 'string' } as const,
          ]),
        ),
      },
    });
    const settings: Record<string, unknown> = { ...scenario.defaults };
    for (const flag of names) {
      const given = (values as Record<string, string | boolean | undefined>)[flag];
      if (given !== undefined) settings[flag] = readValue(flag, given);
    }
    return { kind: 'run', name, scenario, settings, isJson: values.json === true };
  } catch (error) {
    return mistake(`${name}: ${(error as Error).message}`);
  }
}

function mistake(message: string): Request {
  return { kind: 'mistake', message };
}

function readValue(name: SettingName, given: string | boolean): number | string | boolean {
  const flag = flags[name];
  if (flag.kind === 'number') {
    const value = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (value >= flag.least && value <= flag.most) return value;
    throw new Error(
      `--${name} must be a whole number from ${flag.least} to ${flag.most}, got ${JSON.stringify(given)}`,
    );
  }
  if (flag.kind === 'choice' && !flag.choices.includes(String(given))) {
    throw new Error(`--${name} must be ${flag.choices.join(' or ')}, got ${JSON.stringify(given)}`);
  }
  return given;
}

/** What stands for a value in the help. */
const placeholders = { number: ' N', choice: ' KIND', folder: ' FOLDER', switch: '' } as const;

/** Scenarios and flags, as text for a terminal. */
export function helpText(scenarios: Scenarios): string {
  const lines = ['npm run -s bench -- NAME [--json] [flags]', ''];
  lines.push('  report   draws the latest run of each scenario: a page with charts in bench/results/report');
  for (const [name, { about, defaults }] of Object.entries(scenarios)) {
    lines.push(`  ${name.padEnd(8)} ${about}`, `           ${flagList(defaults)}`);
  }
  lines.push('', 'Flags');
  for (const [name, flag] of Object.entries(flags)) {
    lines.push(`  ${`--${name}${placeholders[flag.kind]}`.padEnd(16)} ${flag.about}`);
  }
  lines.push(
    `  ${'--json'.padEnd(16)} the last line of stdout is one JSON object, instead of a table`,
    '',
    'Figures are also kept as JSON in bench/results. Progress goes to stderr.',
  );
  return lines.join('\n');
}

function flagList(defaults: Partial<Settings>): string {
  return Object.entries(defaults)
    .map(([name, value]) => `--${name}${value === null || value === false ? '' : ` ${value}`}`)
    .join('  ');
}
