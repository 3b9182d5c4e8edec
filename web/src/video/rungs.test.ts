import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../schema/limits.ts';
import { rungOfLayer, rungs, topRung } from './rungs.ts';

test('each rung is more than the one below, and each size is on one of them with all its frames', () => {
  for (const [n, { layer, temporalLayer }] of rungs.entries()) {
    const below = rungs[n - 1];
    if (below === undefined) continue;
    const isMore = layer === below.layer ? temporalLayer > below.temporalLayer : layer > below.layer;
    assert.ok(isMore, `rung ${n}`);
  }
  for (let layer = 0; layer < limits.maxMediaLayers; layer++) {
    assert.deepEqual(rungs[rungOfLayer(layer)], { layer, temporalLayer: limits.maxTemporalLayers - 1 });
  }
  assert.equal(rungOfLayer(limits.maxMediaLayers - 1), topRung);
});
