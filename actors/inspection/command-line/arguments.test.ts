import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readArguments } from './arguments.ts';

const lot = '01J9ZC3M5V4W8Q2R7T6Y1X0ABC';

describe('the command line', () => {
  it('names an auction by its lot’s id alone', () => {
    const actorOf = (word: string) => readArguments(['show', word])?.request;
    assert.deepEqual(actorOf(lot), { request: 'show', actor: `auction/${lot}` });
    assert.deepEqual(actorOf(lot.toLowerCase()), { request: 'show', actor: `auction/${lot}` });
    assert.deepEqual(actorOf('chat/1'), { request: 'show', actor: 'chat/1' });
  });

  it('takes the beginning of a lot’s id as a prefix, and any other as it stands', () => {
    const prefixOf = (...words: string[]) => {
      const request = readArguments(['actors', ...words])?.request;
      return request?.request === 'actors' ? request.prefix : null;
    };
    assert.equal(prefixOf('01J9'), 'auction/01J9');
    assert.equal(prefixOf('chat'), 'chat');
    assert.equal(prefixOf(), '');
  });

  it('reads options anywhere', () => {
    assert.deepEqual(readArguments(['--json', 'replay', '--to', '7', 'auction/1', '--socket', '/run/s']), {
      request: { request: 'replay', actor: 'auction/1', to: 7 },
      json: true,
      once: false,
      socket: '/run/s',
    });
    assert.equal(readArguments(['show', '--help']), null);
  });

  const wrong: Record<string, [args: string[], message: RegExp]> = {
    'no command': [[], /^A command is missing\.$/],
    'a command of every object': [['toString'], /There is no command "toString"/],
    'no actor': [['show'], /^show needs an ACTOR\.$/],
    'an actor too many': [['top', 'auction/1'], /^top takes nothing named "auction\/1"\.$/],
    'two actors': [['show', 'auction/1', 'auction/2'], /^show takes nothing named "auction\/2"\.$/],
    'an actor that is no name': [['show', 'auction'], /^actor must be kind\/id/],
    'no sequence number': [['replay', 'auction/1'], /^--to is missing\.$/],
    'a sequence number that is none': [['replay', 'auction/1', '--to', '-1'], /--to/],
    'a limit that is no number': [
      ['dead', '--limit', 'all'],
      /^--limit must be a whole number, got "all"\.$/,
    ],
    'a limit beyond all measure': [['dead', '--limit', '1001'], /^limit .*1000/],
    'an option of another command': [['show', 'auction/1', '--to', '3'], /^show has no option --to\.$/],
    'an unknown option': [['top', '--fast'], /--fast/],
  };
  for (const [name, [args, message]] of Object.entries(wrong)) {
    it(`with ${name} is not understood`, () => {
      assert.throws(() => readArguments(args), { name: 'UsageError', message });
    });
  }
});
