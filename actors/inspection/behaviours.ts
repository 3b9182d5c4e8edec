import type { Behaviour } from '../../schema/behaviour.ts';

/** Behaviours by their kind. */
export type Behaviours = ReadonlyMap<string, Behaviour>;

/** Loads modules whose default export is a Behaviour. */
export async function loadBehaviours(urls: readonly string[]): Promise<Behaviours> {
  const modules = await Promise.all(urls.map((url): Promise<{ default: Behaviour }> => import(url)));
  return new Map(modules.map(({ default: behaviour }) => [behaviour.kind, behaviour]));
}

/** The behaviour of an actor; undefined for a kind that nobody knows. */
export const behaviourOf = (behaviours: Behaviours, actor: string): Behaviour | undefined =>
  behaviours.get(actor.slice(0, actor.indexOf('/')));
