import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { requestSchema } from '../../../actors/inspection/protocol.ts';
import { clientMessageSchema } from '../../../schema/wire/client.ts';
import { Random } from '../../../testing/random.ts';
import type { FuzzCase } from '../fuzz-case.ts';
import { httpCaseMaker } from '../targets/http.ts';
import { httpTricks } from '../targets/http-tricks.ts';
import { inspectCase, requestNames } from '../targets/inspect.ts';
import { operationsOf } from '../targets/open-api.ts';
import { frameTricks, messageTypes, wsCase } from '../targets/ws.ts';
import { fromSchema } from './from-schema.ts';
import { anyMessage } from './json-message.ts';
import { alternativesOf, type JsonSchema, variantName } from './json-schema.ts';
import { textOfTree, treeOf } from './json-tree.ts';

const seed = 7;

/** What a document of our API has in it: a path, a query, a body. */
const operations = operationsOf({
  paths: {
    '/api/lots/{id}': {
      get: {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' },
          },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } },
        ],
        responses: { 200: { content: { 'application/json': { schema: { type: 'object' } } } }, default: {} },
      },
    },
    '/api/guests': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
            },
          },
        },
        responses: { 201: {} },
      },
    },
  },
});
const httpCase = httpCaseMaker(operations);

const makers: Readonly<Record<string, (random: Random) => FuzzCase>> = {
  ws: wsCase,
  http: httpCase,
  inspect: inspectCase,
};

for (const [name, make] of Object.entries(makers)) {
  test(`a seed makes the same cases of ${name} each time, and another seed makes others`, () => {
    const cases = (from: number) => {
      const random = new Random(from);
      return Array.from({ length: 50 }, () => make(random.fork()));
    };
    assert.deepEqual(cases(seed), cases(seed));
    assert.notDeepEqual(cases(seed), cases(seed + 1));
  });
}

test('every message, request, route and trick gets its turn', () => {
  const random = new Random(seed);
  const met = new Set<string>();
  for (let n = 0; n < 4_000; n++)
    for (const make of Object.values(makers)) met.add(make(random.fork()).about);
  const wanted = [
    ...messageTypes,
    ...frameTricks,
    ...requestNames.map((name) => `inspect ${name}`),
    ...operations.map(({ name }) => name),
    ...Object.keys(httpTricks).map((name) => `http: ${name}`),
    'any address',
  ];
  assert.deepEqual(
    wanted.filter((one) => !met.has(one)),
    [],
  );
  assert.equal(messageTypes.length, clientMessageSchema.options.length);
});

/** The schemas of messages, as they check and as they are generated from, by the property that names the variant. */
const families: ReadonlyArray<readonly [schema: z.ZodType, property: string]> = [
  [clientMessageSchema, 'type'],
  [requestSchema, 'request'],
];
for (const [schema, property] of families) {
  const asJson = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  for (const variant of alternativesOf(asJson)) {
    const name = variantName(variant, property);
    test(`${name} is made so that it is taken, and broken so that it is not`, () => {
      const random = new Random(seed);
      const takes = (text: string) => {
        try {
          return schema.safeParse(JSON.parse(Buffer.from(text, 'latin1').toString('utf8'))).success;
        } catch {
          return false;
        }
      };
      const whole = Array.from({ length: 200 }, () => fromSchema(random.fork(), variant));
      const taken = whole.filter((message) => schema.safeParse(message).success).length;
      // What only a refinement knows, as of a bid with an amount and a maximum, is left to chance.
      assert.ok(taken >= 60, `${taken} of 200 are taken`);
      const broken = Array.from({ length: 200 }, () => anyMessage(random.fork(), variant));
      const refused = broken.filter((text) => !takes(text)).length;
      assert.ok(refused >= 60 && refused <= 180, `${refused} of 200 are refused`);
    });
  }
}

test('a tree is written as the value that it was made of', () => {
  const random = new Random(seed);
  const schema = z.toJSONSchema(clientMessageSchema, { io: 'input' }) as JsonSchema;
  for (let n = 0; n < 200; n++) {
    const value = fromSchema(random, schema);
    assert.deepEqual(JSON.parse(textOfTree(treeOf(value))), JSON.parse(JSON.stringify(value)));
  }
});
