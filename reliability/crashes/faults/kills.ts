import type { Fault, Scene, Struck } from './fault.ts';

const mostDownMs = 2_000;

/** Kills server, database or both, and waits until both run again. */
async function kill(
  { house, random }: Scene,
  what: { server?: boolean; database?: boolean },
): Promise<Struck> {
  const at = Date.now();
  await house.kill(what, random.below(mostDownMs));
  const from = Date.now();
  await house.untilUp();
  return { at, liftedAt: house.startedAt, dead: { from, to: house.startedAt } };
}

export const everything: Fault = {
  about: 'SIGKILL of the server and its database at one blow',
  supervised: { embedded: true, installed: true },
  strike: (scene) => kill(scene, { server: true, database: true }),
};

export const server: Fault = {
  about: 'SIGKILL of the server alone; its database goes on',
  supervised: { embedded: true, installed: true },
  strike: (scene) => kill(scene, { server: true }),
};

export const postgres: Fault = {
  about: 'SIGKILL of PostgreSQL alone; with the embedded one, the server ends as well',
  supervised: { embedded: true, installed: true },
  async strike(scene) {
    const { exited } = scene.house.server;
    const struck = await kill(scene, { database: true });
    if (scene.house.database === 'installed') return struck;
    return { ...struck, notes: [`the server ended with exit code ${await exited}`] };
  },
};
