/** Which client addresses may come at all: IPv4 networks, since hosts are given IPv4 literals and nothing else. */

interface Network {
  readonly base: number;
  readonly mask: number;
}

const cidr = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** `192.0.2.0/24` or one address; undefined for anything else, and for a network with bits beyond its mask: a likely slip. */
export function parseNetwork(text: string): Network | undefined {
  const [, a, b, c, d, length = '32'] = cidr.exec(text) ?? [];
  const bytes = [a, b, c, d].map(Number);
  if (bytes.some((byte) => !(byte <= 255)) || Number(length) > 32) return undefined;
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  // A shift by 32 is one by 0.
  const mask = length === '0' ? 0 : (0xffffffff << (32 - Number(length))) >>> 0;
  return (address & mask) >>> 0 === address ? { base: address, mask } : undefined;
}

/** IPv4 addresses appear mapped when a socket listens on both families. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

export class AddressList {
  readonly #networks: readonly Network[];

  /** @param networks texts that {@link parseNetwork} can read; any other counts as one that nobody is in */
  constructor(networks: readonly string[]) {
    this.#networks = networks.map(parseNetwork).filter((network) => network !== undefined);
  }

  has(address: string): boolean {
    const own = parseNetwork(plainAddress(address));
    if (own === undefined) return false;
    return this.#networks.some(({ base, mask }) => (own.base & mask) >>> 0 === base);
  }
}

/**
 * Who may connect: everybody when no network is named, and this machine always, since its health checks and proofs
 * come from it and whoever is logged in here could read the store itself.
 */
export function allowedAddresses(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => true;
  const list = new AddressList([...networks, '127.0.0.0/8']);
  return (address) => list.has(address);
}
