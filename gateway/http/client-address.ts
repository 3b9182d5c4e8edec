import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { BlockList, isIP } from 'node:net';
import { addressText, unabridged } from './address.ts';

/** Tells where a request or a handshake comes from, as text; an IPv6 address is unabridged. */
export type ClientAddress = (res: HttpResponse, req: HttpRequest) => string;

/** Where a proxy writes from whom it has a request, after what it was told itself (RFC 7239 calls it de facto). */
const forwardedHeader = 'x-forwarded-for';

/** Believes what these proxies (addresses and networks) say about who stands behind them, and nobody else. */
export function clientAddressBehind(trustedProxies: readonly string[]): ClientAddress {
  const peerOf = (res: HttpResponse) =>
    addressText(Buffer.from(res.getRemoteAddressAsText()).toString('latin1'));
  if (trustedProxies.length === 0) return peerOf;
  const isTrusted = trustIn(trustedProxies);
  return (res, req) => firstUntrusted(peerOf(res), req.getHeader(forwardedHeader), isTrusted);
}

/**
 * The last address on the way here for which nobody trusted vouches: each proxy adds from whom it has the request, so what
 * stands further left is what somebody says who may be lying.
 */
export function firstUntrusted(
  peer: string,
  forwardedFor: string,
  isTrusted: (address: string) => boolean,
): string {
  let from = peer;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  while (isTrusted(from)) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    from = isIP(before) === 6 ? addressText(unabridged(before)) : before;
  }
  return from;
}

/** Whether an address is one of these, or lies in one of these networks (such as 10.0.0.0/8). */
export function trustIn(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
