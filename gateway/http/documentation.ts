import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { type ApiEnv, newRoutes } from './api-env.ts';
import { ProblemError } from './problem.ts';
import { pagePolicy } from './security-headers.ts';

const require = createRequire(import.meta.url);

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Lotcast API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <div id="api"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

const script = 'text/javascript; charset=utf-8';
/** The page's files by name; the large ones are read when somebody first asks for them. */
const files: Readonly<Record<string, { type: string; read: () => Promise<string> }>> = {
  'start.js': { type: script, read: async () => start },
  'swagger-ui-bundle.js': {
    type: script,
    read: () => readFile(require.resolve('swagger-ui-dist/swagger-ui-bundle.js'), 'utf8'),
  },
  'swagger-ui.css': {
    type: 'text/css; charset=utf-8',
    read: () => readFile(require.resolve('swagger-ui-dist/swagger-ui.css'), 'utf8'),
  },
};

/** The API's own description: an OpenAPI document made from the routes of `api`, and a page to read it. */
export function documentationRoutes(api: OpenAPIHono<ApiEnv>): OpenAPIHono<ApiEnv> {
  const routes = newRoutes();
  let document: string | undefined;
  const read = new Map<string, Promise<string>>();

  routes.get('/api/openapi.json', (c) => {
    document ??= JSON.stringify(
      api.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Lotcast',
          version: '1',
          description: 'Lots and people. Bids and live events go over the WebSocket, see docs/protocol.md.',
        },
      }),
    );
    return c.body(document, 200, { 'content-type': 'application/json' });
  });

  routes.get('/api/docs', (c) =>
    c.body(page, 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(new URL(c.req.url).host),
    }),
  );

  routes.get('/api/docs/:file', async (c) => {
    const name = c.req.param('file');
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!file) throw new ProblemError(404, 'not_found', 'There is nothing at this address');
    const text = read.get(name) ?? file.read();
    read.set(name, text);
    return c.body(await text, 200, { 'content-type': file.type, 'cache-control': 'max-age=3600' });
  });
  return routes;
}
