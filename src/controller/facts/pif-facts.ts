/**
 * A host's network interfaces as far as an upgrade may lose them: read before a run and around each host, not at every turn,
 * since a pool has many of them and they do not change by themselves.
 */
import type { HostRecord, PifRecord } from '../../xapi/calls/records.js';

export interface PifFacts {
  readonly uuid: string;
  /** uuid of the host. */
  readonly host: string;
  /** `eth0`, `bond0`, or with its tag `eth0.120`. */
  readonly name: string;
  /** A network card, and not a VLAN, a bond or a tunnel. */
  readonly physical: boolean;
  /** False where somebody told xapi to leave the card alone. */
  readonly managed: boolean;
  /** Part of a bond, which is what is attached in its place. */
  readonly bondMember: boolean;
  readonly bond: boolean;
  readonly attached: boolean;
  readonly isManagement: boolean;
  /** Empty where it has none, or none yet. */
  readonly address: string;
  /** Whether it is to have an address: fixed, or by DHCP. */
  readonly wantsAddress: boolean;
}

/** In the order of hosts and names, so that what has not changed looks the same. */
export function pifFacts(
  pifs: Readonly<Record<string, PifRecord>>,
  hosts: Readonly<Record<string, HostRecord>>,
): readonly PifFacts[] {
  return Object.values(pifs)
    .flatMap((pif): PifFacts[] => {
      const host = hosts[pif.host];
      // The interface of a host that has just been forgotten is on its way out itself.
      if (host === undefined) return [];
      return [
        {
          uuid: pif.uuid,
          host: host.uuid,
          name: pif.VLAN >= 0 ? `${pif.device}.${pif.VLAN}` : pif.device,
          physical: pif.physical,
          managed: pif.managed,
          bondMember: pif.bond_slave_of !== null,
          bond: pif.bond_master_of.length > 0,
          attached: pif.currently_attached,
          isManagement: pif.management,
          address: pif.IP,
          wantsAddress: pif.IP !== '' || ['Static', 'DHCP'].includes(pif.ip_configuration_mode),
        },
      ];
    })
    .sort((a, b) => compare(`${a.host} ${a.name}`, `${b.host} ${b.name}`));
}

/** A VLAN without an address is attached when a guest needs it, so that it is not tells nothing. */
export function isLasting(pif: PifFacts): boolean {
  return pif.physical || pif.bond || pif.isManagement || pif.wantsAddress;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
