import { type Asker, judge, judgeLot, judgeRoom } from '../gateway/access/judge.ts';
import { audiences, httpAccess, messageAccess, type Rule, type Who } from '../schema/access.ts';
import { commentsOf, declarationOf, sourceOf } from './source-comments.ts';

const sellerId = 1;
const lot = { sellerId };
const asking = (person: Asker['person'], isBanned = false): Asker => ({ person, isBanned });

/** One of each kind of person, in the order of the columns. */
const people: Readonly<Record<string, Asker>> = {
  nobody: asking(null),
  guest: asking({ id: 2, kind: 'guest', role: 'user' }),
  user: asking({ id: 3, kind: 'user', role: 'user' }),
  seller: asking({ id: sellerId, kind: 'guest', role: 'user' }),
  'room moderator': asking({ id: 6, kind: 'user', role: 'user' }),
  moderator: asking({ id: 4, kind: 'user', role: 'moderator' }),
  admin: asking({ id: 5, kind: 'user', role: 'admin' }),
  banned: asking(null, true),
};

const words = { not_signed_in: 'sign in', account_needed: 'account', not_allowed: 'no', banned: 'banned' };

/** Who may do what, made from the declarations and judged as the service does. */
export function accessText(): string {
  return [
    '# Who may do what',
    '',
    '<!-- Made by `npm run docs` from schema/access.ts. Changes made here are lost. -->',
    '',
    'Every HTTP route and every message of the WebSocket declares in `schema/access.ts` who may use it, and in which phases of the lot. `gateway/access/judge.ts` reads the declarations, for both; what has none answers nobody. Tests try each of them as every kind of person, with tokens that have expired or were forged, in every phase of a lot, and compare what happens with what is declared (`gateway/access/*.test.ts`).',
    '',
    'Who somebody is, the access token says, which comes in a cookie. One that has expired, was changed, was signed by another key or another way, or is good for something else, is as good as none: who shows it is nobody.',
    '',
    '| For | Means |',
    '| --- | --- |',
    ...audiences.map((who) => `| ${who} | ${meaningOf(who)} |`),
    '',
    'Each kind of person is in a column of the tables below: somebody who is not signed in, a guest, a user, the seller of the lot (who may be either), somebody whom the seller has named a moderator of the lot’s chat room (who may be either, too), a moderator of the site, an admin, and somebody who was shut out, whoever that was before.',
    '',
    '| Says | Means | HTTP | WebSocket |',
    '| --- | --- | --- | --- |',
    '| yes | It is done, if nothing else is in the way. | | |',
    '| sign in | Nobody is signed in. | 401 `not_signed_in` | `not_signed_in` |',
    '| account | Who is here is a guest, and this needs an account. | 403 `account_needed` | `account_needed` |',
    '| no | It is for others. | 403 `not_allowed` | `not_allowed` |',
    '| own lot | Nobody bids on the own lot. | | `own_lot` |',
    '| banned | Who was shut out may read what anyone may, and leave. | 403 `banned` | `banned` |',
    '',
    'Where phases are named, the auction refuses it in all others to those who may: with `closed` when the lot is over, else with `wrong_phase`, and bids with `not_open`. Where a draft is its seller’s only, there is no such lot for all others, staff included: 404 `unknown_lot`, over the WebSocket `not_found` for `subscribe` and `not_allowed` for what needs a subscription.',
    '',
    '## HTTP',
    '',
    ...table('Route', httpAccess),
    '',
    'With `SELLERS=user`, listing a lot (`POST /api/lots`) takes an account. `POST /api/session/refresh` knows people by their refresh token instead, and is for whoever shows a good one. `GET /*` is the page. Beside these, `GET /ws` opens the WebSocket, for anyone, from pages of this site and of `PUBLIC_ORIGINS` only; the same pages alone may send what changes anything.',
    '',
    '## WebSocket',
    '',
    ...table('Message', messageAccess),
    '',
    'Watching a video needs a subscription of the same socket to the lot, and all that is said about a stream of one’s own its `mediaPublish`, which the seller alone may send.',
    '',
  ].join('\n');
}

function table(first: string, rules: Readonly<Record<string, Rule>>): string[] {
  return [
    `| ${first} | For | Phases | ${Object.keys(people).join(' | ')} |`,
    `| --- | --- | --- | ${Object.keys(people)
      .map(() => '---')
      .join(' | ')} |`,
    ...Object.entries(rules).map(([name, rule]) => {
      const cells = Object.entries(people).map(([kind, asker]) => verdictFor(rule, asker, kind));
      return `| \`${name}\` | ${rule.who} | ${phasesOf(rule)} | ${cells.join(' | ')} |`;
    }),
  ];
}

function verdictFor(rule: Rule, asker: Asker, kind: string): string {
  if (rule.notSeller && kind === 'seller') return 'own lot';
  const verdict = judge(rule, asker);
  const ofLot = verdict === 'ask_lot' ? judgeLot(rule, asker.person, lot) : verdict;
  const refusal = ofLot === 'ask_room' ? judgeRoom({ isModerator: kind === 'room moderator' }) : ofLot;
  return refusal === null ? 'yes' : words[refusal];
}

function phasesOf({ phases, sellerOnlyIn }: Rule): string {
  if (phases) return phases.join(', ');
  return sellerOnlyIn ? `${sellerOnlyIn.join(', ')}: its seller only` : '';
}

function meaningOf(who: Who): string {
  const comment = commentsOf(declarationOf(sourceOf('access.ts'), 'audiences')).get(who);
  if (!comment) throw new Error(`schema/access.ts: ${who} has no comment to say who that is`);
  return comment;
}
