import type { Bench } from './bench.ts';
import type { SettingName, Settings } from './settings.ts';

/** What a scenario found, as JSON; the important figures first. */
export type Figures = Readonly<Record<string, unknown>>;

/** One thing that can be measured. It takes the settings that it has a default for. */
export interface Scenario<Name extends SettingName> {
  readonly about: string;
  readonly defaults: Pick<Settings, Name>;
  run(settings: Pick<Settings, Name>, bench: Bench): Promise<Figures>;
  /** What was not as it must be, of a scenario that judges its figures: the program then ends with 1. */
  faults?(figures: Figures): readonly string[];
  /** The figures for people, where a line for each is not what they would look at. */
  table?(figures: Figures): string;
}

/** Lets the compiler find the settings of a scenario from its defaults. */
export function scenario<Name extends SettingName>(definition: Scenario<Name>): Scenario<Name> {
  return definition;
}
