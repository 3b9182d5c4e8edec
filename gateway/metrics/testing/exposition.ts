import assert from 'node:assert/strict';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: Sample[];
}

/** Prometheus reads NaN in any case, and prom-client writes it in one of its own. */
const sampleLine =
  /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="[^"\\]*"(?:,(?=[a-z])|(?=\})))*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|Na[nN]|[+-]Inf)$/;

/** Metrics as Prometheus reads them (text format 0.0.4), by name; whatever is not quite right is an error. */
export class Exposition {
  readonly families = new Map<string, Family>();

  constructor(text: string) {
    assert.ok(text.endsWith('\n'), 'the last line ends');
    let name = '';
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const [, word, about, rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
      if (word === 'HELP') {
        assert.ok(!this.families.has(about as string), `${about} comes twice`);
        name = about as string;
        this.families.set(name, { type: '', help: rest, samples: [] });
        continue;
      }
      const family = this.families.get(name);
      assert.ok(family, `${line} has no HELP before it`);
      if (word === 'TYPE') {
        assert.equal(about, name);
        assert.match(rest, /^(counter|gauge|histogram|summary)$/);
        this.families.set(name, { ...family, type: rest });
      } else family.samples.push(sampleOf(line));
    }
    for (const [each, family] of this.families) check(each, family);
  }

  /** The value of the one series with these labels. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const found = this.all(name, labels);
    assert.equal(found.length, 1, `${name} ${JSON.stringify(labels)} has ${found.length} series`);
    return (found[0] as Sample).value;
  }

  /** The sum over all series that have these labels, whatever others they have. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.all(name, labels).reduce((total, { value }) => total + value, 0);
  }

  all(name: string, labels: Readonly<Record<string, string>> = {}): Sample[] {
    const family = this.families.get(name) ?? this.families.get(name.replace(/_(bucket|sum|count)$/, ''));
    assert.ok(family, `there is no ${name}`);
    return family.samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
  }
}

function sampleOf(line: string): Sample {
  const [, name, labelText = '', value] = sampleLine.exec(line) ?? [];
  assert.ok(name !== undefined, `not a sample: ${line}`);
  const labels = Object.fromEntries(
    [...labelText.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, key, text]) => [key, text]),
  );
  return { name, labels, value: Number(value?.replace('Inf', 'Infinity')) };
}

function check(name: string, { type, samples }: Family): void {
  assert.notEqual(type, '', `${name} has no TYPE`);
  const seen = new Set<string>();
  for (const sample of samples) {
    const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    assert.ok(!seen.has(key), `${key} comes twice`);
    seen.add(key);
    if (type === 'histogram') assert.match(sample.name.slice(name.length), /^_(bucket|sum|count)$/);
    else assert.equal(sample.name, name);
  }
  if (type === 'counter') {
    assert.match(name, /_total$/);
    for (const { value } of samples) assert.ok(value >= 0);
  }
  if (type === 'histogram') checkBuckets(name, samples);
}

/** Buckets rise in their bounds and never fall in what they hold, and the last one holds all. */
function checkBuckets(name: string, samples: readonly Sample[]): void {
  let below = { le: Number.NEGATIVE_INFINITY, value: 0 };
  for (const sample of samples) {
    if (sample.name === `${name}_bucket`) {
      const le = Number(sample.labels.le?.replace('Inf', 'Infinity'));
      assert.ok(le > below.le && sample.value >= below.value, `${name} has buckets that are none`);
      below = { le, value: sample.value };
    } else if (sample.name === `${name}_count`) {
      assert.equal(below.le, Number.POSITIVE_INFINITY);
      assert.equal(sample.value, below.value);
      below = { le: Number.NEGATIVE_INFINITY, value: 0 };
    }
  }
}
