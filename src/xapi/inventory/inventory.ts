/** What a pool is made of and how it is set up, as text to compare before and after: no record of the wire, no secret value. */

export const inventoryKinds = ['pool', 'host', 'interface', 'bond', 'vlan', 'network', 'sr', 'path', 'vm'] as const;
export type InventoryKind = (typeof inventoryKinds)[number];

export interface InventoryItem {
  readonly kind: InventoryKind;
  readonly uuid: string;
  /** For people: `eth0 of xs-1`, `NFS storage on xs-2`. */
  readonly name: string;
  /** uuid of the host it belongs to; null where it is of the whole pool. */
  readonly host: string | null;
  /** What is compared, by a name of the field; one that the release does not have is absent. */
  readonly facts: Readonly<Record<string, string>>;
}
