import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
let mutation;

export function initialize(data) {
  mutation = { ...data, url: new URL(data.file, root).href };
}

/** Gives the mutated source of one file; all others are loaded as ever. */
export async function load(url, context, nextLoad) {
  if (url.split('?')[0] !== mutation.url) return nextLoad(url, context);
  const source = await readFile(new URL(mutation.url), 'utf8');
  const pieces = source.split(mutation.find);
  if (pieces.length !== 2) {
    throw new Error(`${mutation.name}: ${mutation.file} has ${pieces.length - 1} times "${mutation.find}"`);
  }
  return { format: 'module', source: pieces.join(mutation.replace), shortCircuit: true };
}
