/** Reads the inventory of a pool: every class once, whatever the release has of it; a class that it lacks is empty. */
import { failureOf } from '../connection/failure.js';
import type { XapiConnection } from '../connection/xapi-connection.js';
import { isStruct, type WireStruct } from '../wire/wire-value.js';
import { guestItems } from './guest-items.js';
import { hostItems } from './host-items.js';
import type { InventoryItem } from './inventory.js';
import { networkItems } from './network-items.js';
import { storageItems } from './storage-items.js';
import { poolItems } from './pool-items.js';

const classes = [
  'pool',
  'host',
  'PIF',
  'Bond',
  'VLAN',
  'network',
  'SR',
  'PBD',
  'VM',
  'VM_guest_metrics',
  'pool_patch',
  'host_patch',
  'pool_update',
] as const;
type ClassName = (typeof classes)[number];

export type RecordsByReference = ReadonlyMap<string, WireStruct>;
export type InventoryRecords = Readonly<Record<ClassName, RecordsByReference>>;

/** @throws what keeps the pool from being read */
export async function readInventory(
  connection: XapiConnection,
  signal: AbortSignal,
): Promise<readonly InventoryItem[]> {
  const read = await Promise.all(
    classes.map(async (name) => [name, await recordsOf(connection, name, signal)] as const),
  );
  return inventoryOf(Object.fromEntries(read) as InventoryRecords);
}

/** In an order of its own, so that what has not changed looks the same. */
export function inventoryOf(records: InventoryRecords): readonly InventoryItem[] {
  return [
    ...poolItems(records),
    ...hostItems(records),
    ...networkItems(records),
    ...storageItems(records),
    ...guestItems(records),
  ].sort((one, other) => compare(`${one.kind} ${one.uuid}`, `${other.kind} ${other.uuid}`));
}

async function recordsOf(
  connection: XapiConnection,
  name: ClassName,
  signal: AbortSignal,
): Promise<RecordsByReference> {
  try {
    const records = await connection.records(name, { signal });
    return new Map(
      Object.entries(records).flatMap(([ref, record]): [string, WireStruct][] =>
        isStruct(record) ? [[ref, record]] : [],
      ),
    );
  } catch (error) {
    if (failureOf(error)?.code === 'MESSAGE_METHOD_UNKNOWN') return new Map();
    throw error;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
