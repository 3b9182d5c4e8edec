/**
 * JSON as it can be written, which is more than a value can hold: a key may come twice or be `__proto__`, a number
 * may be any run of characters.
 */
export type JsonTree =
  | { readonly kind: 'object'; readonly entries: ReadonlyArray<readonly [key: string, value: JsonTree]> }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'written'; readonly text: string };

/** A value as a tree. */
export function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) };
  if (typeof value === 'object' && value !== null) {
    return {
      kind: 'object',
      entries: Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => [key, treeOf(entry)] as const),
    };
  }
  return { kind: 'written', text: JSON.stringify(value) ?? 'null' };
}

/** The tree as JSON text. */
export function textOfTree(tree: JsonTree): string {
  if (tree.kind === 'written') return tree.text;
  if (tree.kind === 'array') return `[${tree.items.map(textOfTree).join(',')}]`;
  return `{${tree.entries.map(([key, value]) => `${JSON.stringify(key)}:${textOfTree(value)}`).join(',')}}`;
}
