import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { onCleanup } from '../../testing/cleanup.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { holdsAsync } from '../testing/holds.ts';
import { BindMessage } from './bind-message.ts';
import { PreparedRun } from './prepared-run.ts';

const scope = { after };
const { url } = await startInstalledPostgres(scope);
const sql = new pg.Client({ connectionString: url });
await sql.connect();
onCleanup(scope, () => sql.end());

await sql.query('create temporary table seen (texts text[], numbers int4[], longs int8[], one int4)');
const write = { name: 'write', text: 'insert into seen values ($1, $2, $3, $4) returning one' };
const message = new BindMessage();

interface Parameters {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly longs: readonly (number | null)[];
  readonly one: number;
}

function run({ texts, numbers, longs, one }: Parameters): Promise<number> {
  message.begin(write.name, 4);
  message.textArray(texts);
  message.int4Array(numbers);
  message.int8Array(longs);
  message.int4(one);
  return sql.query(new PreparedRun(write, message.end())).result;
}

/** The elements as the server sees them, as text, so that no parser of ours can hide what is wrong. */
async function seen(column: string): Promise<(string | null)[]> {
  const { rows } = await sql.query(
    `select value::text from seen, unnest(${column}) with ordinality as e(value, n) order by n`,
  );
  return rows.map(({ value }) => value);
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'grapheme-composite' }),
  fc.constantFrom('', 'null', 'NULL', '{}', '"', '\\', ',', '\r\n', '😀', '가'.repeat(70_000)),
);
const int4 = fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -1, 0));
const int8 = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(null, Number.MIN_SAFE_INTEGER, -(2 ** 32), -1, 0, 2 ** 31, 2 ** 32 - 1, 2 ** 32),
);

test('PostgreSQL reads back all parameters of every message, though its memory is used again', async () => {
  const parameters = fc.record({
    texts: fc.array(
      text.map((value) => value.replaceAll('\u0000', '')),
      { maxLength: 20 },
    ),
    numbers: fc.array(int4, { maxLength: 50 }),
    longs: fc.array(int8, { maxLength: 50 }),
    one: int4,
  });
  await holdsAsync(parameters, async (all) => {
    await sql.query('truncate seen');
    assert.equal(await run(all), 1);
    assert.deepEqual(await seen('texts'), all.texts);
    assert.deepEqual(await seen('numbers'), all.numbers.map(String));
    assert.deepEqual(
      await seen('longs'),
      all.longs.map((value) => (value === null ? null : String(value))),
    );
    assert.deepEqual((await sql.query('select one from seen')).rows, [{ one: all.one }]);
  });
});

test('an empty array of each type is an array, not null', async () => {
  await sql.query('truncate seen');
  await run({ texts: [], numbers: [], longs: [], one: 0 });
  const { rows } = await sql.query(
    'select cardinality(texts) as a, cardinality(numbers) as b, cardinality(longs) as c from seen',
  );
  assert.deepEqual(rows, [{ a: 0, b: 0, c: 0 }]);
});

test('what PostgreSQL refuses is told, and the connection goes on', async () => {
  message.begin(write.name, 1);
  message.int4(1);
  await assert.rejects(sql.query(new PreparedRun(write, message.end())).result, { code: '08P01' });
  assert.equal(await run({ texts: ['a'], numbers: [1], longs: [null], one: 2 }), 1);
});
