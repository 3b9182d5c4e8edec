import type { Random } from '../../../testing/random.ts';
import { bytesOf } from '../fuzz-case.ts';
import { fromSchema } from './from-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { textOfTree, treeOf } from './json-tree.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateTree } from './mutate-tree.ts';

const soundShare = 0.3;
const treeShare = 0.75;

/** A message that fits the schema, as the bytes of its JSON; with `fixed` in place of what it would be. */
export function soundMessage(
  random: Random,
  schema: JsonSchema,
  fixed: Readonly<Record<string, unknown>> = {},
): string {
  const value = fromSchema(random, schema);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, own] of Object.entries(fixed)) if (key in value) Object.assign(value, { [key]: own });
  }
  return bytesOf(JSON.stringify(value));
}

/** A message that began as one that fits the schema: some are left so, the others have something wrong in them. */
export function anyMessage(
  random: Random,
  schema: JsonSchema,
  fixed: Readonly<Record<string, unknown>> = {},
): string {
  const sound = soundMessage(random, schema, fixed);
  if (random.chance(soundShare)) return sound;
  if (random.chance(treeShare)) {
    let tree = treeOf(JSON.parse(Buffer.from(sound, 'latin1').toString('utf8')));
    for (let changes = random.whole(1, 2); changes > 0; changes--) tree = mutateTree(random, tree);
    return bytesOf(textOfTree(tree));
  }
  return mutateBytes(random, sound);
}
