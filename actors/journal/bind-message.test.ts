import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { onCleanup } from '../../testing/cleanup.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { holdsAsync } from '../testing/holds.ts';
import { int4Array, int8Array, textArray } from './binary-array.ts';

const scope = { after };
const { url } = await startInstalledPostgres(scope);
const sql = new pg.Client({ connectionString: url });
await sql.connect();
onCleanup(scope, () => sql.end());

/** The elements as the server sees them, as text, so that no parser of ours can hide what is wrong. */
async function read(type: string, array: Buffer): Promise<(string | null)[]> {
  const { rows } = await sql.query(
    `select value::text from unnest($1::${type}[]) with ordinality as e(value, n) order by n`,
    [array],
  );
  return rows.map(({ value }) => value);
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'grapheme-composite' }),
  fc.constantFrom('', 'null', 'NULL', '{}', '"', '\\', ',', '\r\n', '😀', '가'.repeat(70_000)),
);

test('PostgreSQL reads back every text[]', async () => {
  await holdsAsync(fc.array(text, { maxLength: 20 }), async (values) => {
    const known = values.map((value) => value.replaceAll('\u0000', ''));
    assert.deepEqual(await read('text', textArray(known)), known);
  });
});

test('PostgreSQL reads back every int4[]', async () => {
  const value = fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -1, 0));
  await holdsAsync(fc.array(value, { maxLength: 50 }), async (values) => {
    assert.deepEqual(await read('int4', int4Array(values)), values.map(String));
  });
});

test('PostgreSQL reads back every int8[] with nulls', async () => {
  const value = fc.oneof(
    fc.maxSafeInteger(),
    fc.constantFrom(null, Number.MIN_SAFE_INTEGER, -(2 ** 32), -1, 0, 2 ** 31, 2 ** 32 - 1, 2 ** 32),
  );
  await holdsAsync(fc.array(value, { maxLength: 50 }), async (values) => {
    const expected = values.map((one) => (one === null ? null : String(one)));
    assert.deepEqual(await read('int8', int8Array(values)), expected);
  });
});

test('an empty array of each type is an array, not null', async () => {
  const { rows } = await sql.query(
    'select cardinality($1::text[]) as a, cardinality($2::int4[]) as b, cardinality($3::int8[]) as c',
    [textArray([]), int4Array([]), int8Array([])],
  );
  assert.deepEqual(rows, [{ a: 0, b: 0, c: 0 }]);
});
