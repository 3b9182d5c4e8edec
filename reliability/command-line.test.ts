import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments, usage } from './command-line.ts';
import { faultNames } from './crashes/faults/index.ts';
import { databaseKinds } from './crashes/house.ts';

test('everything is tried three times on both databases unless less is asked for', () => {
  assert.deepEqual(readArguments(['crashes']), {
    kind: 'crashes',
    times: 3,
    only: faultNames,
    databases: databaseKinds,
    seed: null,
    isJson: false,
  });
  assert.deepEqual(
    readArguments([
      'crashes',
      '--only',
      'shard,frozen',
      '--times',
      '50',
      '--seed',
      '7',
      '--database',
      'embedded',
      '--json',
    ]),
    { kind: 'crashes', times: 50, only: ['shard', 'frozen'], databases: ['embedded'], seed: 7, isJson: true },
  );
  assert.deepEqual(readArguments(['overload', '--quick']), {
    kind: 'overload',
    isQuick: true,
    isJson: false,
  });
});

test('a thousand sign-ins a minute are tried unless told otherwise', () => {
  assert.deepEqual(readArguments(['sign-ins']), {
    kind: 'sign-ins',
    perMinute: 1_000,
    seconds: 60,
    isJson: false,
  });
  assert.throws(() => readArguments(['sign-ins', '--rate', '0']), /--rate must be a whole number/);
});

test('help wins over all else, and names every kind', () => {
  assert.deepEqual(readArguments(['crashes', '--bogus', '--help']), { kind: 'help' });
  for (const name of faultNames) assert.match(usage, new RegExp(`\\b${name}\\b`));
});

test('mistakes are named', () => {
  const mistakes: Array<[string[], RegExp]> = [
    [[], /overload or sign-ins\.$/],
    [['crash'], /overload or sign-ins, not "crash"/],
    [['crashes', '--times', '0'], /--times must be a whole number from 1 to 10000, got "0"/],
    [['crashes', '--times', '3.5'], /got "3\.5"/],
    [['crashes', '--seed', 'x'], /--seed must be a whole number/],
    [['crashes', '--only', 'shard,flood'], /--only knows .*shard.*; got "flood"/],
    [['crashes', '--only', ''], /got ""/],
    [['crashes', '--database', 'mysql'], /--database knows embedded, installed; got "mysql"/],
    [['overload', '--times', '3'], /--times/],
    [['crashes', 'now'], /now/],
  ];
  for (const [argv, message] of mistakes) assert.throws(() => readArguments(argv), { message });
});
