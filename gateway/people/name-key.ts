import unhomoglyph from 'unhomoglyph';

/** Words that nobody but the people who run the house may be called by. */
const staffWords = [
  'administrator',
  'moderator',
  'mod',
  'staff',
  'support',
  'official',
  'system',
  'root',
  '직원',
  '스태프',
  '공지',
];
/** No word of a name may begin with these; within one they may stand for something else (badminton). */
const staffBeginnings = ['admin', 'moderator', 'official'];
/** No name may hold these: Korean writes words together, and a brand is a brand in any company. */
const staffParts = [
  'lotcast',
  '랏캐스트',
  '운영자',
  '운영진',
  '운영팀',
  '관리자',
  '관리인',
  '관리팀',
  '고객센터',
  '공식',
];

/** As UTS #39 has it, without case, width and accents; and what is told apart by its dot or bar only is one letter. */
function skeleton(text: string): string {
  const plain = (some: string) =>
    some
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase();
  // Twice, for some letters are like a capital one, which is like another.
  const alike = plain(unhomoglyph(plain(unhomoglyph(plain(text)))));
  return alike.replace(/[i|1]/g, 'l').replace(/0/g, 'o').normalize('NFKC');
}

const invisible = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;
const punctuation = /\p{P}/gu;
const noLetter = /[^\p{L}\p{N}]/gu;

/** What two names that look alike have in common: no case, width, accent, space or punctuation. Never empty. */
export function nameKey(name: string): string {
  const visible = name.replace(invisible, '');
  return skeleton(visible.replace(punctuation, '')) || skeleton(visible) || name.normalize('NFKC');
}

const lettersOf = (text: string): string => skeleton(text).replace(noLetter, '');
const wordKeys = new Set(staffWords.map(lettersOf));
const beginningKeys = staffBeginnings.map(lettersOf);
const partKeys = staffParts.map(lettersOf);

/** Whether a name would be taken for one of the people who run the house. */
export function isStaffName(name: string): boolean {
  const letters = lettersOf(name);
  if (partKeys.some((part) => letters.includes(part))) return true;
  const words = name
    .normalize('NFKC')
    .split(/[\p{C}\p{Z}\p{P}\p{S}]+/u)
    .map((word) => lettersOf(word.replace(/\d+$/, '')));
  return [letters, ...words].some(
    (word) => wordKeys.has(word) || beginningKeys.some((beginning) => word.startsWith(beginning)),
  );
}
