import type { Random } from '../../../testing/random.ts';
import { alternativesOf, type JsonSchema } from './json-schema.ts';
import { samples } from './samples.ts';
import { anyText, fittingText } from './strings.ts';

const mostItems = 6;
const sampleShare = 0.6;

/** A value that fits the schema, as far as the schema tells: what only a refinement knows is left to chance. */
export function fromSchema(random: Random, schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 1) return fromSchema(random, random.pick(alternatives));
  if (schema.allOf !== undefined)
    return fromSchema(random, Object.assign({}, schema, ...schema.allOf, { allOf: undefined }));
  switch (typeof schema.type === 'string' ? schema.type : random.pick(schema.type ?? ['null'])) {
    case 'object':
      return objectOf(random, schema);
    case 'array':
      return arrayOf(random, schema);
    case 'integer':
      return numberOf(random, schema, true);
    case 'number':
      return numberOf(random, schema, false);
    case 'string':
      return textOf(random, schema);
    case 'boolean':
      return random.chance(0.5);
    default:
      return null;
  }
}

function objectOf(random: Random, schema: JsonSchema): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!schema.required?.includes(name) && random.chance(0.4)) continue;
    made[name] =
      Object.hasOwn(samples, name) && random.chance(sampleShare)
        ? samples[name]
        : fromSchema(random, property);
  }
  if (typeof schema.additionalProperties === 'object') {
    for (let count = random.whole(0, 3); count > 0; count--) {
      made[anyText(random).slice(0, 60)] = fromSchema(random, schema.additionalProperties);
    }
  }
  return made;
}

function arrayOf(random: Random, { items = {}, minItems = 0, maxItems = mostItems }: JsonSchema): unknown[] {
  const isLong = random.chance(0.02);
  const length = isLong
    ? maxItems
    : random.whole(minItems, Math.min(maxItems, Math.max(minItems, mostItems)));
  return Array.from({ length }, () => fromSchema(random, items));
}

function numberOf(random: Random, schema: JsonSchema, isWhole: boolean): number {
  const step = isWhole ? 1 : Number.EPSILON;
  const least =
    schema.minimum ??
    (schema.exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : schema.exclusiveMinimum + step);
  const most =
    schema.maximum ??
    (schema.exclusiveMaximum === undefined ? Number.MAX_SAFE_INTEGER : schema.exclusiveMaximum - step);
  const kind = random.next();
  if (kind < 0.1) return least;
  if (kind < 0.2) return most;
  if (kind < 0.25) return Math.min(most, least + 1);
  // Where any number goes, small whole ones are what is mostly meant.
  if (kind < 0.6 && !isWhole && least <= 0 && most >= 100) return random.pick([0, 1, 2, 10, 100]);
  const from = Math.max(least, 0);
  const made = from + random.scaled(1, Math.max(2, Math.min(most - from, 2 ** 53)));
  return Math.min(most, Math.max(least, isWhole ? Math.floor(made) : made));
}

function textOf(random: Random, schema: JsonSchema): string {
  const patterns = [schema.pattern].flatMap((source) =>
    source === undefined ? [] : [new RegExp(source, 'u')],
  );
  const lengths = { least: schema.minLength ?? 0, most: schema.maxLength ?? 10_000 };
  const fitting = fittingText(random, patterns, lengths);
  return fitting ?? anyText(random).slice(0, lengths.most).padEnd(lengths.least, 'a');
}
