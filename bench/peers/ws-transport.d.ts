// The package has types, but names them in a place where they are not looked for.
declare module '@colyseus/ws-transport' {
  import type { Server } from 'node:http';
  import { Transport } from '@colyseus/core';

  export class WebSocketTransport extends Transport {
    constructor(options: { readonly server: Server });
  }
}
