import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../../schema/limits.ts';
import { isEmotes, messageText } from './message-text.ts';

const { maxChatChars, maxChatTextUnits } = limits;
const family = '👨‍👩‍👧‍👦';

describe('the text of a message', () => {
  it('is what was written, in one form, without blanks around it', () => {
    assert.deepEqual(messageText('  안녕, hello 👋🏽 '), { text: '안녕, hello 👋🏽' });
    assert.deepEqual(messageText('한글'.normalize('NFD')), { text: '한글' });
  });

  it('is counted as people count', () => {
    assert.deepEqual(messageText('é'.normalize('NFD').repeat(maxChatChars)), {
      text: 'é'.repeat(maxChatChars),
    });
    for (const char of ['a', '가', '👍🏿']) {
      assert.ok('text' in messageText(char.repeat(maxChatChars)), char);
      assert.deepEqual(messageText(char.repeat(maxChatChars + 1)), { code: 'limit_exceeded' }, char);
    }
    const most = Math.floor(maxChatTextUnits / family.length);
    assert.ok('text' in messageText(family.repeat(most)));
    assert.deepEqual(messageText(family.repeat(most + 1)), { code: 'limit_exceeded' });
  });

  it('is refused where there is nothing to see, or what would break the lines of others', () => {
    for (const empty of ['', '   ', '\u200B\u200D', '\u3164\u3164', '\u2800', '\u0301', '\u00AD']) {
      assert.deepEqual(messageText(empty), { code: 'invalid' }, JSON.stringify(empty));
    }
    for (const broken of [
      'a\u0000b',
      'a\nb',
      'a\u2028b',
      '\u202Eabc',
      'a\uD800',
      '\u2066a\u2069',
      'a\u001B[2J',
    ]) {
      assert.deepEqual(messageText(broken), { code: 'invalid' }, JSON.stringify(broken));
    }
  });

  it('once taken, is taken again as it is, and is sound Unicode within its limits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (written) => {
        const taken = messageText(written);
        if ('code' in taken) return;
        assert.deepEqual(messageText(taken.text), taken);
        assert.equal(Buffer.from(taken.text).toString(), taken.text);
        assert.ok(taken.text.length <= maxChatTextUnits);
        assert.ok([...new Intl.Segmenter().segment(taken.text)].length <= maxChatChars);
      }),
    );
  });
});

describe('emotes', () => {
  it('are emoji and blanks, and nothing else', () => {
    for (const text of ['👍', '👍 🎉', family, '🇰🇷', '1️⃣', '❤️', '👋🏽🎉']) assert.ok(isEmotes(text), text);
    for (const text of ['hi 👍', '1', '#', 'ㅋㅋ', '👍.', '©', '🇰🇷a']) assert.ok(!isEmotes(text), text);
  });
});
