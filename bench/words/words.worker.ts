import { fingerprint } from '../../engine/words/fingerprint.ts';
import { houseLists } from '../../engine/words/lists/house-lists.ts';
import { WordFilter } from '../../engine/words/word-filter.ts';
import type { WordsFigures, WordsPlan } from '../scenarios/words/words-plan.ts';
import { median } from '../statistics/median.ts';
import { type Language, madeUpWords, message, randomFrom } from './vocabulary.ts';

const seed = 7;
const messages = 4_000;
const warmUpRounds = 3;
/** Times of so many messages are kept for the percentiles, the last ones. */
const keptTimes = 2 ** 20;
const leastChars = 10;
const mostChars = 200;

process.once('message', (plan: WordsPlan) => process.send?.(measure(plan)));
process.on('disconnect', () => process.exit());

/** Builds from made-up words beside the house's, then checks messages one by one, as the thread does. */
function measure({ words, seconds }: WordsPlan): WordsFigures {
  const random = randomFrom(seed);
  const blocked = madeUpWords(random, words);
  const buildingAt = performance.now();
  const filter = new WordFilter([...houseLists, { action: 'mask', words: blocked }]);
  const buildMs = performance.now() - buildingAt;

  const texts = (charsOf: () => number, language: (n: number) => Language) =>
    Array.from({ length: messages }, (_, n) => message(random, language(n), charsOf(), blocked));
  // As many of 10 to 20 characters as of 100 to 200: most of what people say in a chat is short.
  const anyLength = () => Math.round(leastChars * (mostChars / leastChars) ** random());
  const either = (n: number): Language => (n % 2 === 0 ? 'ko' : 'en');
  const typical = texts(anyLength, either);
  const all = time(filter, typical, seconds);
  const short = time(
    filter,
    texts(() => 40, either),
    1,
  );
  const korean = time(
    filter,
    texts(
      () => 40,
      () => 'ko',
    ),
    1,
  );
  const english = time(
    filter,
    texts(
      () => 40,
      () => 'en',
    ),
    1,
  );
  return {
    patterns: words,
    buildMs,
    microsPerMessageP50: all.p50,
    microsPerMessageMean: all.mean,
    microsPerMessageP99: all.p99,
    cpuMicrosPerMessage: all.cpu,
    chars40: {
      mean: short.mean,
      p50: short.p50,
      p99: short.p99,
      cpu: short.cpu,
      koreanCpu: korean.cpu,
      englishCpu: english.cpu,
    },
    meanChars: typical.reduce((sum, text) => sum + text.length, 0) / typical.length,
    foundShare: typical.filter((text) => filter.check(text).action !== 'none').length / typical.length,
  };
}

/** Means are those of the median round, for what else the machine does stretches some. */
function time(filter: WordFilter, texts: readonly string[], seconds: number) {
  const micros = new Float64Array(keptTimes);
  const means: number[] = [];
  const cpuMeans: number[] = [];
  let count = 0;
  const check = (text: string) => {
    filter.check(text);
    fingerprint(text);
  };
  for (let round = 0; round < warmUpRounds; round++) for (const text of texts) check(text);
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    const cpu = process.cpuUsage();
    let sum = 0;
    for (const text of texts) {
      const startedAt = performance.now();
      check(text);
      const took = (performance.now() - startedAt) * 1_000;
      micros[count++ % keptTimes] = took;
      sum += took;
    }
    const { user, system } = process.cpuUsage(cpu);
    means.push(sum / texts.length);
    cpuMeans.push((user + system) / texts.length);
  }
  const kept = micros.subarray(0, Math.min(count, keptTimes)).sort();
  const at = (share: number) => kept[Math.floor(kept.length * share)] as number;
  return { mean: median(means), p50: at(0.5), p99: at(0.99), cpu: median(cpuMeans) };
}
