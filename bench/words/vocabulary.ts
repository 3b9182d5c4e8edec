/** What people say in an auction, to make messages of. */
const everyday = {
  en: 'the a is it this that how much for lot bid going once twice sold nice piece clock vase camera lens box paper points shipping to Korea please zoom in again chips cracks signed price reserve start raise out too rich me great show seller thanks hello everyone what year made original works well condition can you turn around love want need last call winner congrats'.split(
    ' ',
  ),
  ko: '이거 얼마까지 갈까요 저는 오만원 십만원까지 생각하고 있어요 진짜 갖고 싶다 ㅋㅋ ㅋㅋㅋㅋ ㅎㅎ 상태 어떤가요 흠집 있나요 배송비 포함인가요 직거래 되나요 시작가 즉구가 입찰합니다 낙찰 축하드려요 감사합니다 화질 좋네요 소리가 안 들려요 방송 잘 보고 있어요 다음 물건 뭐예요 카메라 렌즈 시계 그림 도자기 보증서 박스 새상품 중고 예쁘다 비싸다 대박'.split(
    ' ',
  ),
} as const;

export type Language = keyof typeof everyday;

/** A source of numbers from 0 up to 1 that are the same for the same seed. */
export type Random = () => number;

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random: Random, end: number): number => Math.floor(random() * end);
const oneOf = <T>(random: Random, choices: ArrayLike<T>): T => choices[below(random, choices.length)] as T;

const onsets = [
  'b',
  'c',
  'd',
  'f',
  'g',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'w',
  'st',
  'tr',
  'ch',
  'sh',
];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ea', 'oo', 'ai'];
const codas = ['', '', 'n', 'r', 's', 't', 'l', 'ck', 'ng'];
/** Of a Korean syllable: its place among initials, medials and finals; the common ones. */
const medials = [0, 4, 8, 13, 18, 20, 6, 1];
const finals = [0, 0, 0, 0, 4, 8, 16, 21, 1, 17];

/** A word that could be one, from 2 to 5 syllables long. */
function madeUpWord(random: Random, language: Language): string {
  const syllable = () =>
    language === 'en'
      ? oneOf(random, onsets) + oneOf(random, vowels) + oneOf(random, codas)
      : String.fromCharCode(
          0xac00 + below(random, 19) * 588 + oneOf(random, medials) * 28 + oneOf(random, finals),
        );
  return Array.from({ length: 2 + below(random, 4) }, syllable).join('');
}

const said = Object.values(everyday).flat().join(' ');
/** Nobody blocks what everybody says. */
const isEveryday = (word: string): boolean => said.includes(word);

/** As many different words, half of them Korean. */
export function madeUpWords(random: Random, count: number): string[] {
  const words = new Set<string>();
  while (words.size < count) {
    const word = madeUpWord(random, words.size % 2 === 0 ? 'ko' : 'en');
    if (!isEveryday(word)) words.add(word);
  }
  return [...words];
}

const madeUpShare = 0.25;
const blockedShare = 0.03;

/** A message of so many characters: everyday words, some that nobody knows, a number here and there, seldom a blocked one. */
export function message(
  random: Random,
  language: Language,
  chars: number,
  blocked: readonly string[],
): string {
  const words: string[] = [];
  if (random() < blockedShare) words.push(oneOf(random, blocked));
  for (let length = words.join(' ').length; length < chars; ) {
    const kind = random();
    const word =
      kind < madeUpShare
        ? madeUpWord(random, language)
        : kind < madeUpShare + 0.05
          ? String(below(random, 1_000_000))
          : oneOf(random, everyday[language]);
    words.push(word);
    length += word.length + 1;
  }
  return words.join(' ').slice(0, chars);
}
