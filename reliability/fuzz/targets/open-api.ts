import { z } from 'zod';
import type { JsonSchema } from '../generate/json-schema.ts';

/** What may be asked for at one address with one method, as the OpenAPI document says. */
export interface Operation {
  /** As the document writes it: `GET /api/lots/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | null;
  /** By status, or `default`. */
  readonly answers: Readonly<Record<string, Answer>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Answer {
  /** By media type; empty where there is no body. */
  readonly content: ReadonlyMap<string, z.ZodType>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
}

interface RawOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** Reads the document. */
export function operationsOf(document: unknown): Operation[] {
  const { paths } = document as OpenApi;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: raw.parameters ?? [],
      body: raw.requestBody?.content['application/json']?.schema ?? null,
      answers: Object.fromEntries(
        Object.entries(raw.responses).map(([status, { content = {} }]) => [status, answerOf(content)]),
      ),
    })),
  );
}

function answerOf(content: Readonly<Record<string, { readonly schema: object }>>): Answer {
  const schemas = Object.entries(content).map(
    ([type, { schema }]) =>
      [type, z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])] as const,
  );
  return { content: new Map(schemas) };
}
