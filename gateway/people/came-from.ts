import type { Context } from 'hono';
import type { ApiEnv } from '../http/api-env.ts';

/** What a session keeps of the browser and where it is. */
export const cameFrom = (c: Context<ApiEnv>): { agent: string; address: string } => ({
  agent: c.req.header('user-agent') ?? '',
  address: c.env.address,
});
