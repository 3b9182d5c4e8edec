import { once } from 'node:events';
import type { Bench } from '../bench.ts';
import { scenario } from '../scenario.ts';
import type { WordsFigures, WordsPlan } from './words/words-plan.ts';

/** What it takes to look a chat message through for blocked words. */
export const words = scenario({
  about:
    'chat messages of 10 to 200 characters looked through for blocked words, Korean and English in turns',
  defaults: { words: 100_000, seconds: 5 },
  async run(settings: WordsPlan, bench: Bench) {
    const child = bench.children.fork(
      'The word filter',
      new URL('../words/words.worker.ts', import.meta.url),
    );
    child.send(settings);
    const [figures] = (await once(child, 'message')) as [WordsFigures];
    return { ...figures };
  },
});
