import type { TemplatedApp } from 'uWebSockets.js';
import { accessSync, constants } from 'node:fs';
import type { Config } from '../../schema/config.ts';
import { uWS } from '../http/uws.ts';

type TlsConfig = Pick<Config, 'tlsCertFile' | 'tlsKeyFile'>;

/** What this server itself speaks. */
export const schemeOf = ({ tlsCertFile }: TlsConfig): 'http' | 'https' =>
  tlsCertFile === undefined ? 'http' : 'https';

/** How browsers come here: by https also where only a proxy speaks it, and the configuration says so. */
export const browserScheme = (config: TlsConfig & Pick<Config, 'publicUrl'>): 'http' | 'https' =>
  config.publicUrl?.startsWith('https:') ? 'https' : schemeOf(config);

/** An app of uWebSockets.js, with TLS if there is a certificate. Throws a message for the operator if it is of no use. */
export function openApp({ tlsCertFile, tlsKeyFile }: TlsConfig): TemplatedApp {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return uWS.App();
  for (const file of [tlsCertFile, tlsKeyFile]) accessSync(file, constants.R_OK);
  try {
    return uWS.SSLApp({ cert_file_name: tlsCertFile, key_file_name: tlsKeyFile });
  } catch {
    throw new Error(
      `TLS_CERT_FILE ${tlsCertFile} and TLS_KEY_FILE ${tlsKeyFile} are not a certificate and its key`,
    );
  }
}
