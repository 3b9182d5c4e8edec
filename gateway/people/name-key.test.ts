import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isStaffName, nameKey } from './name-key.ts';

const alike: [string, string][] = [
  ['Mina', 'mina'],
  ['Mina', 'Ｍｉｎａ'],
  ['Mina', 'Míñä'],
  ['paypal', 'раураl'],
  ['Ill', 'i1l'],
  ['Minsu Kim', 'minsu_kim'],
  ['민수', '민수'.normalize('NFD')],
];
for (const [one, other] of alike) {
  test(`${one} and ${other} look alike`, () => assert.equal(nameKey(one), nameKey(other)));
}

test('names that differ to the eye differ', () => {
  const names = ['민수', '민서', 'mina', 'mona', 'Mina 2', 'Mina 3', '👩‍🚀', '👨‍🚀', '!!', '??'];
  assert.equal(new Set(names.map(nameKey)).size, names.length);
});

test('every name has a key, whatever its case', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      assert.ok(nameKey(name).length > 0);
      assert.equal(nameKey(name.normalize('NFD')), nameKey(name.normalize('NFC')));
    }),
  );
});

for (const name of [
  'admin',
  'Admin_7',
  'site-administrator',
  'ADMlN',
  'Lotcast team',
  'the.staff',
  '김 운영자',
  '고객 센터',
]) {
  test(`${name} is taken for somebody of the house`, () => assert.ok(isStaffName(name)));
}
for (const name of ['Badminton', 'Stafford', 'Modest', 'Supporter', '관리', '운영']) {
  test(`${name} is not`, () => assert.ok(!isStaffName(name)));
}
