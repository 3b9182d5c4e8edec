import { httpAccess } from '../../schema/access.ts';

const routes = Object.keys(httpAccess)
  .map((name) => name.split(' ') as [method: string, path: string])
  .map(([method, path]) => ({ method, isPage: path === '/*', pattern: patternOf(path) }));

/** Methods that this path takes; none if there is no such path. */
export function allowedMethods(path: string): string[] {
  const isApi = path === '/api' || path.startsWith('/api/');
  const methods = routes
    .filter(({ isPage, pattern }) => pattern.test(path) && !(isPage && isApi))
    .map(({ method }) => method);
  return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)];
}

function patternOf(path: string): RegExp {
  const escaped = path
    .replace(/[.]/g, '\\.')
    .replace(/\{\w+\}/g, '[^/]+')
    .replace('*', '.*');
  return new RegExp(`^${escaped}$`);
}
