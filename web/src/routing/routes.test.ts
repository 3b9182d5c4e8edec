import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paths, routeOf } from './routes.ts';

const lotId = '01J0000000000000000000000A';

test('every path leads to its place', () => {
  assert.deepEqual(routeOf(paths.lobby), { page: 'lobby' });
  assert.deepEqual(routeOf(paths.results), { page: 'results' });
  assert.deepEqual(routeOf(paths.sell), { page: 'sell' });
  assert.deepEqual(routeOf(paths.lot(lotId)), { page: 'lot', lotId });
  assert.deepEqual(routeOf(paths.console(lotId)), { page: 'console', lotId });
  assert.deepEqual(routeOf(paths.edit(lotId)), { page: 'edit', lotId });
  assert.deepEqual(routeOf(`/lots/${lotId.toLowerCase()}/`), { page: 'lot', lotId });
});

test('anything else leads nowhere', () => {
  for (const path of ['/x', '/lots', '/lots/1/2', '/lots/1/console/3', '/sell/1']) {
    assert.deepEqual(routeOf(path), { page: 'notFound' }, path);
  }
});
