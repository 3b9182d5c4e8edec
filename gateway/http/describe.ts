import type { z } from '@hono/zod-openapi';
import { problemSchema } from '../../schema/http.ts';
import { problemType } from './problem.ts';

/** Everything but success, for the documentation: where there is no JSON to describe, it goes beside what there is. */
export const problems = {
  default: {
    description: 'A problem; its code says which',
    content: { [problemType]: { schema: problemSchema } },
  },
} as const;

/** What a route answers, for the documentation: its success, and a problem for everything else. */
export function describe<Status extends 200 | 201, Schema extends z.ZodType>(
  status: Status,
  description: string,
  schema: Schema,
) {
  return {
    [status]: { description, content: { 'application/json': { schema } } },
    default: problems.default,
  } as { [S in Status]: { description: string; content: { 'application/json': { schema: Schema } } } };
}

/** A route's JSON body, for its validation and for the documentation. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
