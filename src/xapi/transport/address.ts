/** Addresses of hosts as people and xapi write them: names, IPv4, bare or bracketed IPv6, with or without a port. */
import { isIP, isIPv6 } from 'node:net';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface HostAddress {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

const defaultPort = 443;

/** @throws XAPI_ADDRESS_INVALID */
export function parseAddress(text: string): HostAddress {
  const trimmed = text.trim();
  if (isIPv6(trimmed)) return { host: trimmed.toLowerCase(), port: defaultPort };
  const parts = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:[\]/@\s]+))(?::(?<port>\d{1,5}))?$/.exec(trimmed)?.groups;
  const host = (parts?.['v6'] ?? parts?.['name'] ?? '').toLowerCase();
  const port = parts?.['port'] === undefined ? defaultPort : Number(parts['port']);
  const validHost = parts?.['v6'] === undefined ? isNameOrIPv4(host) : isIPv6(host);
  if (!validHost || port < 1 || port > 65535) {
    throw new DrydockError('XAPI_ADDRESS_INVALID', {
      attempted: 'reading the address of a host',
      found: JSON.stringify(text),
    });
  }
  return { host, port };
}

/** One text per address, for comparing: "[2001:DB8::1]" and "2001:db8::1" are the same host. */
export function canonicalAddress(text: string): string {
  const { host, port } = parseAddress(text);
  const shown = isIPv6(host) ? `[${host}]` : host;
  return port === defaultPort ? shown : `${shown}:${port}`;
}

function isNameOrIPv4(host: string): boolean {
  if (isIP(host) === 4) return true;
  // Four groups of digits that are no IPv4 address are a typing mistake, never a name.
  if (/^[\d.]+$/.test(host)) return false;
  return host.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/.test(host);
}
