import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { z } from 'zod';
import { type WordList, wordActions } from '../../../engine/words/patterns.ts';
import { limits } from '../../../schema/limits.ts';

/** More of them would hide the first. */
const maxProblems = 20;

const word = z
  .string('must be text')
  .max(limits.maxWordChars, `must have at most ${limits.maxWordChars} characters`)
  .regex(/[\p{L}\p{N}]/u, 'must have a letter or a digit');
const wordLists = z.array(
  z.strictObject({
    action: z.enum(wordActions, `must be ${wordActions.slice(0, -1).join(', ')} or ${wordActions.at(-1)}`),
    words: z.array(word, 'must be an array of words'),
    except: z.array(word, 'must be an array of words').optional(),
  }),
  'must be an array of {"action", "words", "except"?}',
);

/** The operator's lists of blocked words, or what is wrong with the file, one message for each mistake. */
export function readHouseWords(path: string): { lists: WordList[] } | { problems: string[] } {
  const problem = (text: string) => ({ problems: [`CHAT_WORDS_FILE ${path}: ${text}`] });
  let json: unknown;
  try {
    const { size } = statSync(path);
    if (size > limits.maxWordsFileBytes) return problem(`is larger than ${limits.maxWordsFileBytes} bytes`);
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return problem(error instanceof SyntaxError ? `is no JSON: ${error.message}` : (error as Error).message);
  }
  const parsed = wordLists.safeParse(json);
  if (!parsed.success) return { problems: told(path, parsed.error.issues) };
  const count = parsed.data.reduce((sum, { words, except = [] }) => sum + words.length + except.length, 0);
  if (count > limits.maxHouseWords)
    return problem(`has ${count} words; ${limits.maxHouseWords} are possible`);
  return {
    lists: parsed.data.map(({ action, words, except }) => ({ action, words, except: except ?? [] })),
  };
}

function told(path: string, issues: readonly z.core.$ZodIssue[]): string[] {
  const problems = issues.slice(0, maxProblems).map(({ path: place, message }) => {
    const where = place.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    return `CHAT_WORDS_FILE ${path}: ${where === '' ? 'it' : where} ${message}`;
  });
  const more = issues.length - problems.length;
  return more > 0 ? [...problems, `CHAT_WORDS_FILE ${path}: and ${more} more mistakes`] : problems;
}

/** Calls back whenever the file has changed, until it is told to stop. A change counts within seconds. */
export function followHouseWords(path: string, onChange: () => void): () => void {
  const changed = (now: { mtimeMs: number }, before: { mtimeMs: number }) => {
    if (now.mtimeMs !== before.mtimeMs) onChange();
  };
  watchFile(path, { interval: limits.wordsFileMs, persistent: false }, changed);
  return () => unwatchFile(path, changed);
}
