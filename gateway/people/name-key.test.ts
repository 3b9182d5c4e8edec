import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameSchema } from '../../schema/http.ts';
import { isStaffName, nameKey } from './name-key.ts';

const alike: readonly (readonly [string, string])[] = [
  ['admin', 'аdmin'],
  ['admin', 'ＡＤＭＩＮ'],
  ['Ann Lee', 'annlee'],
  ['paypal', 'раураl'],
  ['bill', 'bi11'],
  ['Ill', 'lll'],
  ['José', 'jose'],
  ['modern', 'rnodern'],
  ['rose', 'r\u{1D428}se'],
  ['민수', '민수'.normalize('NFD')],
  ['zoë', 'z0e'],
  ['Minsu Kim', 'minsu_kim'],
];
for (const [one, other] of alike) {
  test(`${one} and ${other} look alike`, () => assert.equal(nameKey(one), nameKey(other)));
}

const different: readonly (readonly [string, string])[] = [
  ['민수', '만수'],
  ['Ann', 'Anne'],
  ['👩‍🚀', '🚀'],
  ['가', '나'],
  ['ann_1', 'ann_2'],
  ['!!', '??'],
];
for (const [one, other] of different) {
  test(`${one} and ${other} don't`, () => assert.notEqual(nameKey(one), nameKey(other)));
}

for (const name of [
  'admin',
  'Admin2',
  'аdmin',
  'a.d.m.i.n',
  'ADM1N',
  'the administrator',
  'mod',
  'Mod 7',
  'M0derator',
  'Lotcast',
  'lotcast_help',
  'L0TCAST',
  'offıcial',
  'Staff',
  '운영자',
  '랏캐스트 운영자',
  '관 리 자',
  '공식계정',
  'ⓐdmin',
  'site-administrator',
  'the.staff',
  '고객 센터',
]) {
  test(`${name} would be taken for staff`, () => assert.ok(isStaffName(name)));
}

for (const name of [
  'Ann',
  'Staffan',
  'Modern Art',
  '민수',
  'Systema',
  '수식',
  '👩‍🚀',
  '관리',
  'Rooter',
  'Badminton',
  'Modest',
  'Supporter',
]) {
  test(`${name} would not`, () => assert.ok(!isStaffName(name)));
}

test('a key is the key of itself, and case, width and composition make no difference', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(names, (name) => {
      fc.pre(nameSchema.safeParse(name).success);
      const key = nameKey(name);
      assert.equal(nameKey(name.normalize('NFD')), key);
      assert.equal(nameKey(name.normalize('NFC')), key);
      assert.equal(nameKey(` ${name}\u200b`), key);
    }),
  );
});
