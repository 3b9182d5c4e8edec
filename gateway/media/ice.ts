import { createHmac } from 'node:crypto';
import type { Config } from '../../schema/config.ts';
import { hasCredentials, isRelay } from '../../schema/ice-servers.ts';
import { limits } from '../../schema/limits.ts';
import type { IceServer } from '../../schema/wire/media.ts';

/** How a browser may look for its way to a transport. */
export interface IceOptions {
  readonly iceServers: IceServer[];
  readonly iceTransportPolicy: Config['iceTransportPolicy'];
}

/** The STUN and TURN servers that browsers are told of, with credentials made for each transport where there is a secret. */
export class Ice {
  readonly #config: Pick<Config, 'iceServers' | 'turnSecret' | 'iceTransportPolicy'>;
  readonly #nowMs: () => number;

  constructor(
    config: Pick<Config, 'iceServers' | 'turnSecret' | 'iceTransportPolicy'>,
    nowMs: () => number = Date.now,
  ) {
    this.#config = config;
    this.#nowMs = nowMs;
  }

  /** For one transport of a person, or of somebody who only watches. Credentials that the configuration has stay. */
  optionsFor(personId: number | null): IceOptions {
    const { iceServers, turnSecret, iceTransportPolicy } = this.#config;
    const credentials =
      turnSecret === undefined ? {} : credentialsFor(turnSecret, personId ?? 'viewer', this.#nowMs());
    return {
      iceServers: iceServers.map((server) =>
        isRelay(server) && !hasCredentials(server) ? { ...server, ...credentials } : server,
      ),
      iceTransportPolicy,
    };
  }
}

/**
 * Credentials that end by themselves, made with a secret that nobody but the relay and this server knows
 * (draft-uberti-behave-turn-rest-00, which coturn and most others follow).
 */
function credentialsFor(secret: string, who: number | string, nowMs: number) {
  const username = `${Math.floor((nowMs + limits.turnCredentialMs) / 1_000)}:${who}`;
  // SHA-1 is what TURN servers compute; in an HMAC it still holds.
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
