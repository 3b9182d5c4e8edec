/** Version of the WebSocket protocol; asked for as `/ws?v=1`. Apart from the schemas, so that the page need not load them. */
export const protocolVersion = 1;
