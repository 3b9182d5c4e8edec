import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { svgOf } from './bar-chart.ts';
import { numberText } from './drawing.ts';
import { writeReport } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'lotcast-report-'));
after(() => rmSync(folder, { recursive: true }));

const barLengths = (svg: string): number[] =>
  [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map((match) => Number(match[1]));

describe('a bar chart', () => {
  it('has longer bars for larger figures, none longer than there is room, on both scales', () => {
    const figures = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1e9, noNaN: true })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(figures, fc.boolean(), (values, isLogarithmic) => {
        const bars = values.map((value, n) => ({ label: `${n}`, value }));
        const lengths = barLengths(svgOf({ name: 'x', title: 'x', unit: 'ms', isLogarithmic, bars }));
        assert.equal(lengths.length, values.length);
        for (const [n, value] of values.entries()) {
          const length = lengths[n] as number;
          assert.ok(length >= 0 && length <= 760, `${value} is ${length} long`);
          assert.equal(value === 0 && length > 0, false);
          for (const [m, other] of values.entries()) {
            if (value > other) assert.ok(length >= (lengths[m] as number), `${value} and ${other}`);
          }
        }
      }),
    );
  });

  it('escapes what it is told', () => {
    const svg = svgOf({ name: 'x', title: '<b>&"', unit: 'ms', bars: [{ label: '<', value: 1 }] });
    assert.equal(svg.includes('<b>'), false);
    assert.match(svg, /&lt;b>&amp;&quot;/);
  });

  it('says figures with the digits that count', () => {
    assert.deepEqual([0.456, 12.34, 123.4, 12_345].map(numberText), ['0.46', '12.3', '123', '12,345']);
  });
});

describe('a report', () => {
  it('draws the latest run of each scenario, and passes over what is no run', () => {
    assert.throws(() => writeReport(folder), /No run is kept/);
    const keep = (name: string, text: string) => writeFileSync(join(folder, name), text);
    keep('recover-2026-01-02T03-04-05.678Z.json', '{"secondsToListening":1.5,"secondsToFirstBid":2.5}');
    keep('recover-2025-01-02T03-04-05.678Z.json', '{"secondsToListening":7.7,"secondsToFirstBid":8.8}');
    keep('recover-2026-01-03T03-04-05.678Z.json', 'torn {');
    keep('notes.txt', 'nothing');
    const page = readFileSync(writeReport(folder), 'utf8');
    assert.match(page, /2\.5 s/);
    assert.equal(page.includes('8.8'), false);
    assert.doesNotMatch(page, /(src|href)=/);
    assert.match(readFileSync(join(folder, 'report/recover.svg'), 'utf8'), /goal 3 s/);
  });
});
