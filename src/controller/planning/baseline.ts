/** How a pool was before anything was changed: what the run must leave behind, and what the final look compares with. */
import { z } from 'zod';
import { isLasting, type PifFacts } from '../facts/pif-facts.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import { inventoryKinds, type InventoryItem } from '../../xapi/inventory/inventory.js';

export const hostVersionsSchema = z.strictObject({
  brand: z.string().nullable(),
  product: z.string().nullable(),
  build: z.string().nullable(),
  platform: z.string().nullable(),
  xapi: z.string().nullable(),
  xen: z.string().nullable(),
  linux: z.string().nullable(),
});

const baselineHostSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  address: z.string(),
  enabled: z.boolean(),
  versions: hostVersionsSchema,
  certificateFingerprint: z.string().nullable(),
  /** How many updates it had; absent in older plans, null where the release does not tell. */
  updates: z.number().int().nullable().optional(),
  /** Bytes that it had in all; absent in older plans. */
  memory: z.number().optional(),
});

export const baselineVmSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  powerState: z.enum(['Running', 'Paused', 'Suspended', 'Halted']),
  /** uuid of the host it ran on; null when it ran nowhere. */
  host: z.string().nullable(),
  /** Bytes that the planner counts for it; absent in older plans. */
  memory: z.number().optional(),
});
export type BaselineVm = z.infer<typeof baselineVmSchema>;

export const baselinePbdSchema = z.strictObject({
  uuid: z.string(),
  host: z.string(),
  sr: z.string(),
  srName: z.string(),
  shared: z.boolean(),
  attached: z.boolean(),
});
export type BaselinePbd = z.infer<typeof baselinePbdSchema>;

const baselinePifSchema = z.strictObject({
  uuid: z.string(),
  host: z.string(),
  name: z.string(),
  isManagement: z.boolean(),
  address: z.string(),
});
export type BaselinePif = z.infer<typeof baselinePifSchema>;

const inventoryItemSchema = z.strictObject({
  kind: z.enum(inventoryKinds),
  uuid: z.string(),
  name: z.string(),
  host: z.string().nullable(),
  facts: z.record(z.string(), z.string()),
});

export const baselineSchema = z.strictObject({
  readAt: z.number(),
  coordinator: z.string(),
  ha: z.strictObject({
    enabled: z.boolean(),
    heartbeatSrs: z.array(z.string()),
    failuresToTolerate: z.number().int(),
  }),
  wlbEnabled: z.boolean(),
  hosts: z.array(baselineHostSchema),
  vms: z.array(baselineVmSchema),
  pbds: z.array(baselinePbdSchema),
  /** Those that were attached and must be again; absent in plans that are older than this look, and where nothing told them. */
  pifs: z.array(baselinePifSchema).optional(),
  /** What is compared after each host and after the run; absent in older plans, and where it could not be read. */
  inventory: z.array(inventoryItemSchema).optional(),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Takes the baseline from a reading of the facts. */
export function baselineOf(
  pool: PoolFacts,
  pifs?: readonly PifFacts[],
  inventory?: readonly InventoryItem[],
): Baseline {
  return {
    readAt: pool.readAt,
    coordinator: pool.coordinator,
    ha: {
      enabled: pool.haEnabled,
      heartbeatSrs: [...pool.haStatefileSrs],
      failuresToTolerate: pool.haFailuresToTolerate,
    },
    wlbEnabled: pool.wlbEnabled,
    hosts: pool.hosts.map((host) => ({
      uuid: host.uuid,
      name: host.name,
      address: host.address,
      enabled: host.enabled,
      versions: { ...host.versions },
      certificateFingerprint: host.certificateFingerprint,
      ...(host.updates === undefined ? {} : { updates: host.updates }),
      memory: host.memoryTotal,
    })),
    vms: pool.vms.map(({ uuid, name, powerState, residentOn: host, memory }) => ({
      ...{ uuid, name, powerState, host, memory },
    })),
    pbds: pool.pbds.map((pbd) => {
      const sr = pool.srs.find((candidate) => candidate.uuid === pbd.sr);
      return {
        uuid: pbd.uuid,
        host: pbd.host,
        sr: pbd.sr,
        srName: sr?.name ?? pbd.sr,
        shared: sr?.shared ?? false,
        attached: pbd.attached,
      };
    }),
    ...(pifs === undefined ? {} : { pifs: attachedPifs(pifs) }),
    ...(inventory === undefined ? {} : { inventory: inventory.map((item) => ({ ...item, facts: { ...item.facts } })) }),
  };
}

function attachedPifs(pifs: readonly PifFacts[]): BaselinePif[] {
  return pifs
    .filter((pif) => pif.attached && isLasting(pif))
    .map(({ uuid, host, name, isManagement, address }) => ({ uuid, host, name, isManagement, address }));
}
