// Loaded before tsx in a process that runs with a mutation: the source is changed on its way into memory.
import { register } from 'node:module';

const mutation = JSON.parse(process.env.SIMULATOR_MUTATION ?? 'null');
if (mutation === null) throw new Error('SIMULATOR_MUTATION says which mutation to run with');
register('./load.mjs', import.meta.url, { data: mutation });
