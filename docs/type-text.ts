import { z } from 'zod';

/** As much of JSON Schema as our schemas make. */
export interface JsonType {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonType[];
  oneOf?: JsonType[];
  items?: JsonType;
  properties?: Record<string, JsonType>;
  propertyNames?: JsonType;
  additionalProperties?: JsonType | boolean;
  required?: string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  $ref?: string;
}

/** Schemas that stand in a section of their own, by the name that others refer to them with. */
export type NamedSchemas = Readonly<Record<string, z.ZodType>>;

/** A schema as JSON Schema that refers to the named ones instead of repeating them. */
export function jsonTypeOf(schema: z.ZodType, named: NamedSchemas, io: 'input' | 'output'): JsonType {
  const metadata = z.registry<{ id: string }>();
  for (const [id, one] of Object.entries(named)) if (one !== schema) metadata.add(one, { id });
  return z.toJSONSchema(schema, { metadata, io }) as JsonType;
}

/** A type in a few words. */
export function typeText(json: JsonType): string {
  if (json.$ref) return `[${json.$ref.replace('#/$defs/', '')}](#${anchorOf(json.$ref)})`;
  if (json.const !== undefined) return `\`${JSON.stringify(json.const)}\``;
  if (json.enum) return json.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  const choices = json.anyOf ?? json.oneOf;
  if (choices) return choices.map(typeText).join(' or ');
  if (Array.isArray(json.type)) return json.type.join(' or ');
  if (json.type === 'array') return `list of ${typeText(json.items ?? {})}`;
  if (json.type === 'object') return objectText(json);
  return `${json.type ?? 'anything'}${rangeText(json)}`;
}

function objectText({
  properties = {},
  required = [],
  propertyNames,
  additionalProperties,
}: JsonType): string {
  if (propertyNames !== undefined && typeof additionalProperties === 'object') {
    return `{ any of ${typeText(propertyNames)}: ${typeText(additionalProperties)} }`;
  }
  const fields = Object.entries(properties).map(
    ([name, type]) => `\`${name}\`${required.includes(name) ? '' : ' (optional)'}: ${typeText(type)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

function rangeText(json: JsonType): string {
  const least = json.minimum ?? json.minLength ?? (json.exclusiveMinimum === 0 ? 1 : undefined);
  const most = json.maximum ?? json.maxLength;
  // Every whole number is a safe one; that alone is not worth saying.
  const bounds = [
    least !== undefined && least > Number.MIN_SAFE_INTEGER ? `from ${grouped(least)}` : '',
    most !== undefined && most < Number.MAX_SAFE_INTEGER ? `to ${grouped(most)}` : '',
  ].filter(Boolean);
  const unit = json.type === 'string' && bounds.length > 0 ? ' characters' : '';
  return bounds.length > 0 ? ` ${bounds.join(' ')}${unit}` : '';
}

/** A number with its thousands set apart. */
export const grouped = (value: number): string => value.toLocaleString('en-US');

const anchorOf = (ref: string): string => ref.replace('#/$defs/', '').toLowerCase();
