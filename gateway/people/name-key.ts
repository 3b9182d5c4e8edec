/** Letters that are drawn alike; those on the left are taken for those on the right. */
const lookAlikes = new Map(
  Object.entries({
    ...{ '0': 'o', '1': 'i', l: 'i', '|': 'i', ı: 'i' },
    ...{ а: 'a', е: 'e', і: 'i', ј: 'j', к: 'k', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x', ѕ: 's' },
    ...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' },
  }),
);

/** Words that only the people who run the house may be called by. */
const staffWords = [
  'admin',
  'administrator',
  'moderator',
  'mod',
  'staff',
  'support',
  'official',
  'system',
  'lotcast',
];
/** Of these no part of a name may remind: Korean writes words together. */
const staffSyllables = ['lotcast', '운영자', '운영진', '운영팀', '관리자', '관리인', '고객센터', '공식'];

/** What two names that look alike have in common: no case, width, accent, space or punctuation. Never empty. */
export function nameKey(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{C}]/gu, '');
  const key = [...letters].map((letter) => lookAlikes.get(letter) ?? letter).join('');
  return key || name.normalize('NFKC');
}

const staffKeys = new Set(staffWords.map(nameKey));
const staffParts = staffSyllables.map(nameKey);

/** Whether a name would be taken for one of the people who run the house. */
export function isStaffName(name: string): boolean {
  const key = nameKey(name);
  const words = name
    .normalize('NFKC')
    .split(/[\s\p{P}\p{C}]+/u)
    .map((word) => nameKey(word.replace(/\d+$/, '')));
  return (
    staffKeys.has(key) ||
    words.some((word) => staffKeys.has(word) || word.startsWith(nameKey('admin'))) ||
    staffParts.some((part) => key.includes(part))
  );
}
