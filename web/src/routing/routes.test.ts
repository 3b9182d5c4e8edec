import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paths, routeOf } from './routes.ts';

const lotId = '01J0000000000000000000000A';

test('every path leads to its place', () => {
  assert.deepEqual(routeOf(paths.lobby), { page: 'lobby' });
  assert.deepEqual(routeOf(paths.results), { page: 'results' });
  assert.deepEqual(routeOf(paths.sell), { page: 'sell' });
  assert.deepEqual(routeOf(paths.account), { page: 'account' });
  assert.deepEqual(routeOf(paths.admin), { page: 'admin', personId: null, isAudit: false });
  assert.deepEqual(routeOf(paths.adminPerson(7)), { page: 'admin', personId: 7, isAudit: false });
  assert.deepEqual(routeOf(paths.adminAudit), { page: 'admin', personId: null, isAudit: true });
  assert.deepEqual(routeOf(paths.lot(lotId)), { page: 'lot', lotId });
  assert.deepEqual(routeOf(paths.console(lotId)), { page: 'console', lotId });
  assert.deepEqual(routeOf(paths.edit(lotId)), { page: 'edit', lotId });
  assert.deepEqual(routeOf(`/lots/${lotId.toLowerCase()}/`), { page: 'lot', lotId });
});

test('anything else leads nowhere', () => {
  for (const path of [
    '/x',
    '/lots',
    '/lots/1/2',
    '/lots/1/console/3',
    '/sell/1',
    '/account/1',
    '/admin/people/x',
    '/admin/audit/1',
    '/admin/people/1/2',
  ]) {
    assert.deepEqual(routeOf(path), { page: 'notFound' }, path);
  }
});
