import { runSeed } from './seed-run.ts';

const without = new Set((process.argv[3] ?? '').split(',').filter(Boolean)) as never;
await runSeed(
  Number(process.argv[2]),
  { without, maxLots: Number(process.argv[4] ?? 9), maxBidders: Number(process.argv[5] ?? 99) },
  ({ atMs, label }) => console.log(atMs.toFixed(1), label.slice(0, 250)),
);
