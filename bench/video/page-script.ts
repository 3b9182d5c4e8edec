import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';

/** The script of the benchmark's pages, as one piece. */
export async function pageScript(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('./page/', import.meta.url)),
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('./page/main.ts', import.meta.url)),
        formats: ['iife'],
        name: 'lotcastVideo',
      },
    },
  })) as Rollup.RollupOutput[];
  const chunk = built[0]?.output[0];
  if (chunk === undefined) throw new Error('the page of the benchmark could not be built');
  return chunk.code;
}
