import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helpText, readCommandLine } from './command-line.ts';
import { scenario } from './scenario.ts';
import { flags } from './settings.ts';

const scenarios = {
  quick: scenario({
    about: 'a test',
    defaults: { seconds: 5, rate: null, journal: null, profile: false },
    run: async () => ({}),
  }),
};

function settingsOf(...args: string[]) {
  const request = readCommandLine(args, scenarios);
  assert.ok(request.kind === 'run', JSON.stringify(request));
  return { ...request.settings, isJson: request.isJson };
}

function mistakeOf(...args: string[]) {
  const request = readCommandLine(args, scenarios);
  assert.ok(request.kind === 'mistake', JSON.stringify(request));
  return request.message;
}

describe('command line', () => {
  it('has the defaults of the scenario', () => {
    assert.deepEqual(settingsOf('quick'), {
      seconds: 5,
      rate: null,
      journal: null,
      profile: false,
      isJson: false,
    });
  });

  it('takes flags', () => {
    assert.deepEqual(
      settingsOf('quick', '--seconds', '2', '--rate=200', '--journal', 'memory', '--profile', '--json'),
      { seconds: 2, rate: 200, journal: 'memory', profile: true, isJson: true },
    );
  });

  it('says what is wrong', () => {
    assert.match(mistakeOf(), /Name a scenario first: quick/);
    assert.match(mistakeOf('--json'), /Name a scenario first/);
    assert.match(mistakeOf('slow'), /no scenario "slow"; there are quick/);
    assert.match(mistakeOf('toString'), /no scenario "toString"/);
    assert.match(mistakeOf('quick', '--sockets', '3'), /Unknown option '--sockets'/);
    assert.match(mistakeOf('quick', 'more'), /Unexpected argument 'more'/);
    assert.match(
      mistakeOf('quick', '--seconds', '0'),
      /--seconds must be a whole number from 1 to 600, got "0"/,
    );
    assert.match(mistakeOf('quick', '--seconds', '1e2'), /--seconds must be a whole number/);
    assert.match(
      mistakeOf('quick', '--journal', 'disk'),
      /--journal must be embedded or installed or memory/,
    );
  });

  it('helps with every scenario and flag', () => {
    assert.equal(readCommandLine(['quick', '--help'], scenarios).kind, 'help');
    const help = helpText(scenarios);
    assert.match(help, /quick +a test\n +--seconds 5 {2}--rate/);
    for (const name of Object.keys(flags)) assert.match(help, new RegExp(`^ {2}--${name}\\b`, 'm'));
  });
});
