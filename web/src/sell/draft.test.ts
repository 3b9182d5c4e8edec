import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lotCreateSchema } from '../../../schema/http.ts';
import { en } from '../words/en.ts';
import { checkDraft, type Draft, draftOf, emptyDraft, isFaulty } from './draft.ts';

const nowMs = 1_700_000_000_000;
const draft = (differences: Partial<Draft> = {}): Draft => ({
  ...emptyDraft,
  title: 'Moon jar',
  ...differences,
});

function faultsOf(differences: Partial<Draft>) {
  const checked = checkDraft(draft(differences), nowMs);
  assert.ok(isFaulty(checked));
  return Object.fromEntries([...checked].map(([place, fault]) => [place, fault(en.sell.errors)]));
}

function lotOf(differences: Partial<Draft> = {}) {
  const checked = checkDraft(draft(differences), nowMs);
  assert.ok(!isFaulty(checked));
  return checked.lot;
}

test('what passes the page passes the service', () => {
  for (const rule of ['rush', 'softClose', 'fixed'] as const) {
    for (const incrementKind of ['fixed', 'table'] as const) {
      const lot = lotOf({ rule, incrementKind, reserve: '20,000', buyNow: '90000' });
      assert.deepEqual(lotCreateSchema.parse(lot), lot);
    }
  }
});

test('each mistake is told at its field', () => {
  const { errors } = en.sell;
  assert.deepEqual(faultsOf({ title: '  ' }), { title: errors.required });
  assert.deepEqual(faultsOf({ start: '0' }), { start: errors.amount });
  assert.deepEqual(faultsOf({ reserve: '9,999' }), { reserve: errors.reserveBelowStart });
  assert.deepEqual(faultsOf({ buyNow: '10,000' }), { buyNow: errors.buyNowBelowStart });
  assert.deepEqual(faultsOf({ reserve: '50,000', buyNow: '40,000' }), { buyNow: errors.buyNowBelowReserve });
  assert.deepEqual(faultsOf({ duration: 'soon' }), { duration: errors.duration });
  assert.deepEqual(faultsOf({ duration: '0:00' }), { duration: errors.durationRange });
  assert.deepEqual(faultsOf({ floor: '0.2' }), { floor: errors.floorRange });
  assert.deepEqual(faultsOf({ cutMax: '-1' }), { cutMax: errors.seconds });
  assert.deepEqual(faultsOf({ streamLoss: 'pause', streamGrace: '0.5' }), { streamGrace: errors.graceRange });
  assert.deepEqual(faultsOf({ streamLoss: 'pause', streamGrace: 'x' }), { streamGrace: errors.seconds });
  assert.deepEqual(faultsOf({ when: 'schedule', startsAt: '2001-01-01T10:00' }), { startsAt: errors.future });
  assert.deepEqual(faultsOf({ when: 'schedule', startsAt: '' }), { startsAt: errors.required });
});

test('bands begin at nothing and rise', () => {
  const bands = [
    { from: '5', step: '1' },
    { from: '5', step: 'x' },
  ];
  assert.deepEqual(Object.keys(faultsOf({ incrementKind: 'table', bands })), [
    'bands.0.from',
    'bands.1.from',
    'bands.1.step',
  ]);
});

test('a lost picture stops the clock only where that was chosen, after ten seconds at first', () => {
  assert.deepEqual(lotOf({ streamGrace: 'x' }).rules.onStreamLoss, { rule: 'nothing' });
  const lot = lotOf({ streamLoss: 'pause' });
  assert.deepEqual(lot.rules.onStreamLoss, { rule: 'pause', graceMs: 10_000 });
  assert.deepEqual(lotCreateSchema.parse(lot), lot);
});

test('only the fields of the chosen rule count', () => {
  assert.deepEqual(lotOf({ rule: 'fixed', floor: 'x', window: 'x' }).rules.clock, {
    rule: 'fixed',
    durationMs: 180_000,
  });
});

test('a lot that is edited comes back as it was', () => {
  for (const rule of ['rush', 'softClose', 'fixed'] as const) {
    const streamLoss = rule === 'fixed' ? 'nothing' : 'pause';
    const lot = lotOf({ rule, incrementKind: 'table', reserve: '20,000', streamLoss, streamGrace: '2.5' });
    const listed = { title: lot.title, description: lot.description } as Parameters<typeof draftOf>[0];
    const checked = checkDraft(draftOf(listed, lot.rules), nowMs);
    assert.ok(!isFaulty(checked));
    assert.deepEqual(checked.lot, lot);
  }
});
