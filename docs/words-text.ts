import { type Evasions, evasionsEn, evasionsKo } from '../engine/words/corpus/evasions.ts';
import { innocentsEn, innocentsKo } from '../engine/words/corpus/innocents.ts';
import { falseAlarms, recallOf } from '../engine/words/corpus/measure.ts';
import { houseLists } from '../engine/words/lists/house-lists.ts';
import { WordFilter } from '../engine/words/word-filter.ts';

const begin =
  '<!-- Measured: made by `npm run docs` from engine/words/corpus/. Changes made here are lost. -->';
const end = '<!-- End of what is measured. -->';

/** The page on blocked words with what the house's lists find in the corpus now. */
export function withMeasured(page: string): string {
  const [before, rest = ''] = page.split(begin);
  const after = rest.split(end)[1];
  if (after === undefined) throw new Error('docs/words.md has lost its marks of what is measured');
  return `${before}${begin}\n\n${measured()}\n\n${end}${after}`;
}

function measured(): string {
  const filter = new WordFilter(houseLists);
  return [
    ...evasionTable(filter, 'English', evasionsEn),
    '',
    ...evasionTable(filter, 'Korean', evasionsKo),
    '',
    ...alarms(filter, 'English', innocentsEn),
    '',
    ...alarms(filter, 'Korean', innocentsKo),
  ].join('\n');
}

function evasionTable(filter: WordFilter, language: string, evasions: Evasions): string[] {
  const kinds = recallOf(filter, evasions);
  const total = kinds.reduce((sum, kind) => sum + kind.total, 0);
  const found = total - kinds.reduce((sum, kind) => sum + kind.missed.length, 0);
  return [
    `**${language} evasions: ${found} of ${total} found (${percent(found, total)}).**`,
    '',
    '| kind | found | missed |',
    '| --- | --- | --- |',
    ...kinds.map((kind) => {
      const missed = kind.missed.map((message) => code(message.replace(/[«»]/g, ''))).join(', ');
      return `| ${kind.kind} | ${kind.total - kind.missed.length} of ${kind.total} | ${missed || '–'} |`;
    }),
  ];
}

function alarms(filter: WordFilter, language: string, innocents: readonly string[]): string[] {
  const raised = falseAlarms(filter, innocents);
  return [
    `**${language} innocent messages: ${raised.length} of ${innocents.length} are false alarms (${percent(raised.length, innocents.length)}):** ${raised.map(code).join(', ')}.`,
  ];
}

const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`;
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
