import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiEnv } from '../http/api-env.ts';
import { ProblemError } from '../http/problem.ts';
import { pagePolicy } from '../http/security-headers.ts';
import { encodingFor } from './encoding.ts';
import { loadFiles, type PageFile } from './load-files.ts';

const immutable = 'public, max-age=31536000, immutable';
/** Where the API's addresses are, and those on the way to providers: one that is none of them is no page either. */
const notOfPage = /^\/(api|auth)(\/|$)/;
/** Kept, but asked for each time whether it still holds. */
const revalidated = 'no-cache';

/**
 * Serves the built page in `folder` on every path that is not the API's: its files, and its index for the
 * page's own addresses. Without a build the API still works, and the page says what is missing.
 */
export async function servePage(api: OpenAPIHono<ApiEnv>, folder: string): Promise<void> {
  const files = await loadFiles(folder);

  api.get('/*', (c) => {
    const { path } = c.req;
    if (notOfPage.test(path)) return c.notFound();
    if (files === null) {
      throw new ProblemError(503, 'unavailable', 'The page has not been built. `npm start` builds it.');
    }
    const file = files.get(path) ?? (isPageAddress(path) ? files.get('/index.html') : undefined);
    return file ? answer(c, file) : c.notFound();
  });
}

/** Whether a path may be one that the page itself knows; a file that is missing must not look like a page. */
function isPageAddress(path: string): boolean {
  return /^[\w/-]*$/.test(path) && !path.startsWith('/assets/');
}

function answer(c: Context<ApiEnv>, file: PageFile): Response {
  const encoding = encodingFor(c.req.header('accept-encoding'), file);
  const etag = `"${file.etag}${encoding ? `-${encoding}` : ''}"`;
  const headers: Record<string, string> = {
    etag,
    'cache-control': file.isImmutable ? immutable : revalidated,
    vary: 'accept-encoding',
    'content-security-policy': pagePolicy(new URL(c.req.url).host),
  };
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);

  const bytes = (encoding && file[encoding]) ?? file.identity;
  headers['content-type'] = file.type;
  headers['content-length'] = String(bytes.byteLength);
  if (encoding) headers['content-encoding'] = encoding;
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, headers);
}

const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag) ?? false;
