import { z } from 'zod';
import { maxRequestBytes, requestSchema } from '../../../actors/inspection/protocol.ts';
import type { Random } from '../../../testing/random.ts';
import type { FuzzCase } from '../fuzz-case.ts';
import { anyMessage } from '../generate/json-message.ts';
import { alternativesOf, type JsonSchema, variantName } from '../generate/json-schema.ts';

const schema = z.toJSONSchema(requestSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const variants = new Map(alternativesOf(schema).map((variant) => [variantName(variant, 'request'), variant]));

/** Every request that the inspection socket takes. */
export const requestNames: readonly string[] = [...variants.keys()];

/** A case of one request, whole or not. */
export function inspectCase(random: Random): FuzzCase {
  const name = random.pick(requestNames);
  const line = anyMessage(random, variants.get(name) ?? {});
  const sent = random.chance(0.9) ? `${line}\n` : oddLine(random, line);
  const cut = random.chance(0.3) ? random.whole(0, sent.length) : 0;
  const pieces = cut > 0 ? [{ raw: sent.slice(0, cut) }, { raw: sent.slice(cut) }] : [{ raw: sent }];
  return { target: 'inspect', about: `inspect ${name}`, role: 'nobody', isSound: true, pieces };
}

function oddLine(random: Random, line: string): string {
  return random.pick([
    '',
    '\n',
    line,
    `${line}\r\n`,
    `${line}\n${line}\n`,
    `\n${line}\n`,
    `${' '.repeat(maxRequestBytes - 1)}\n`,
    `${' '.repeat(maxRequestBytes)}\n`,
    ' '.repeat(maxRequestBytes + 1),
    'x'.repeat(1_000_000),
    '\0'.repeat(100),
    '\xff\xfe\n',
    '\xef\xbb\xbf{"request":"top","hottest":1}\n',
  ]);
}
