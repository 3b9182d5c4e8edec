import type { Random } from '../../../testing/random.ts';
import { type JsonTree, textOfTree, treeOf } from './json-tree.ts';
import { anyText } from './strings.ts';

/** Numbers as they may be written, at every boundary that somebody computes with. */
const numbers: readonly string[] = [
  '0',
  '-0',
  '-1',
  '1',
  '0.5',
  '1e-400',
  '1e400',
  '-1e400',
  '1E3',
  '1.0',
  '127',
  '128',
  '255',
  '256',
  '32767',
  '65535',
  '65536',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '4294967295',
  '4294967296',
  '1000000000000',
  '1000000000001',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740991',
  '9223372036854775807',
  '9223372036854775808',
  '8640000000000000',
  '8640000000000001',
  '1.7976931348623157e308',
  '5e-324',
  `${'9'.repeat(400)}`,
  `0.${'1'.repeat(400)}`,
];

const odd: readonly string[] = ['null', 'true', 'false', '[]', '{}', '""', '[[]]', '{"":{}}', '[null]'];

const suspectKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'toJSON',
  'then',
  'length',
  'type',
  'lot',
  'at',
  'by',
  'sellerId',
  '',
  '\0',
  '\ud800',
] as const;

/** The tree with one thing in it that is not as it should be. */
export function mutateTree(random: Random, tree: JsonTree): JsonTree {
  // The root seldom, for then little is left of what was meant.
  if (tree.kind === 'written' || random.chance(0.08)) return replaced(random, tree);
  if (tree.kind === 'array') {
    if (tree.items.length === 0 || random.chance(0.3)) return changedArray(random, tree.items);
    const place = random.whole(0, tree.items.length - 1);
    return {
      kind: 'array',
      items: tree.items.map((item, n) => (n === place ? mutateTree(random, item) : item)),
    };
  }
  if (tree.entries.length === 0 || random.chance(0.35)) return changedObject(random, tree.entries);
  const place = random.whole(0, tree.entries.length - 1);
  return {
    kind: 'object',
    entries: tree.entries.map(
      ([key, value], n) => [key, n === place ? mutateTree(random, value) : value] as const,
    ),
  };
}

function replaced(random: Random, tree: JsonTree): JsonTree {
  const kind = random.next();
  if (kind < 0.35) return { kind: 'written', text: random.pick(numbers) };
  if (kind < 0.65) return treeOf(anyText(random));
  if (kind < 0.75) return { kind: 'written', text: random.pick(odd) };
  if (kind < 0.8) return { kind: 'array', items: [tree] };
  if (kind < 0.85) return { kind: 'object', entries: [[random.pick(suspectKeys), tree]] };
  if (kind < 0.9) return nested(random, tree);
  if (kind < 0.93)
    return {
      kind: 'array',
      items: Array(random.whole(65, 2_000)).fill(tree.kind === 'written' ? tree : treeOf(0)),
    };
  if (kind < 0.96) return treeOf(anyText(random).repeat(random.whole(2, 40)).slice(0, 30_000));
  // A value that says that it is another one.
  const trap = random.pick(['toString', 'valueOf', 'toJSON', 'length', 'then', 'Symbol.toPrimitive']);
  return { kind: 'object', entries: [[trap, tree]] };
}

/** Written at once, for a tree so deep could not be walked. */
function nested(random: Random, tree: JsonTree): JsonTree {
  const depth = Math.floor(random.scaled(2, 3_000));
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"a":', '}]'],
  ] as const);
  return { kind: 'written', text: open.repeat(depth) + textOfTree(tree) + close.repeat(depth) };
}

type Entries = Extract<JsonTree, { kind: 'object' }>['entries'];

function changedObject(random: Random, entries: Entries): JsonTree {
  const extra: JsonTree = random.chance(0.5)
    ? treeOf(anyText(random))
    : { kind: 'object', entries: [['polluted', treeOf(true)]] };
  const some = entries.length > 0 ? random.pick(entries) : undefined;
  const kind = random.next();
  if (kind < 0.3 || some === undefined) {
    return { kind: 'object', entries: [...entries, [random.pick(suspectKeys), extra]] };
  }
  if (kind < 0.6) return { kind: 'object', entries: entries.filter((entry) => entry !== some) };
  // The same key once more: which of them counts must not differ from place to place.
  if (kind < 0.8) return { kind: 'object', entries: [...entries, [some[0], replaced(random, some[1])]] };
  if (kind < 0.9) {
    return {
      kind: 'object',
      entries: entries.map((entry) => (entry === some ? ([anyText(random), entry[1]] as const) : entry)),
    };
  }
  const many = Array.from({ length: random.whole(30, 400) }, (_, n) => [`key${n}`, treeOf(n)] as const);
  return { kind: 'object', entries: [...entries, ...many] };
}

function changedArray(random: Random, items: readonly JsonTree[]): JsonTree {
  const kind = random.next();
  if (kind < 0.4) return { kind: 'array', items: [...items, { kind: 'written', text: random.pick(odd) }] };
  if (kind < 0.6) return { kind: 'array', items: items.slice(1) };
  if (kind < 0.9) return { kind: 'array', items: [...items, ...items, ...items] };
  return { kind: 'array', items: Array(random.whole(65, 1_000)).fill(items[0] ?? treeOf(0)) };
}
