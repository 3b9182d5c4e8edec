import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzUsage, readFuzzArguments } from './command-line.ts';

test('without flags two minutes of everything, with a fresh seed', () => {
  const given = readFuzzArguments([]);
  assert.equal(given?.seed, null);
  assert.equal(given?.durationMs, 120_000);
  assert.deepEqual(given?.targets, ['ws', 'http', 'inspect']);
});

test('flags are taken as they are given', () => {
  const given = readFuzzArguments([
    '--seed',
    '7',
    '--minutes',
    '0.5',
    '--only',
    'ws,inspect',
    '--cores',
    '2',
    '--json',
  ]);
  assert.deepEqual(given, {
    seed: 7,
    durationMs: 30_000,
    targets: ['ws', 'inspect'],
    cores: 2,
    isJson: true,
    replay: null,
  });
});

for (const argv of [
  ['--seed', '1.5'],
  ['--minutes', '0'],
  ['--only', 'ftp'],
  ['--cores', 'x'],
  ['--nothing'],
]) {
  test(`${argv.join(' ')} is a mistake`, () => {
    assert.throws(() => readFuzzArguments(argv));
  });
}

test('the usage names every flag', () => {
  assert.equal(readFuzzArguments(['--help']), null);
  for (const flag of ['--seed', '--minutes', '--only', '--cores', '--replay', '--json'])
    assert.ok(fuzzUsage.includes(flag));
});
