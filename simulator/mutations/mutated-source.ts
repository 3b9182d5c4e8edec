import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Mutation } from './mutation.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = 'simulator/mutations/first-failure.ts';

/**
 * The simulator in one piece, with the mutation in it; the file itself stays as it is. In one piece it begins in a third
 * of the time that it takes file by file. Throws when the mutation does not fit the source any more.
 */
export async function mutatedSource(mutation: Mutation): Promise<string> {
  let isMutated = false;
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [program],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [
      {
        name: 'mutation',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            if (path !== join(root, mutation.file)) return null;
            isMutated = true;
            return { contents: mutate(mutation, await readFile(path, 'utf8')), loader: 'ts' };
          });
        },
      },
    ],
  });
  if (!isMutated) throw new Error(`${mutation.name}: the simulator does not use ${mutation.file}`);
  return outputFiles[0]?.text ?? '';
}

function mutate({ name, file, find, replace }: Mutation, source: string): string {
  const pieces = source.split(find);
  if (pieces.length !== 2) throw new Error(`${name}: ${file} has ${pieces.length - 1} times "${find}"`);
  return pieces.join(replace);
}
