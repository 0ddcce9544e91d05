/**
 * The fields of records that Drydock reads. Releases differ: fields that are not named here are dropped, and a field
 * that an old release lacks has the default that means "absent" (reference: xapi.md, appendix A gives the first version).
 */
import { z } from 'zod';
import { optionalReference, textMap, wireInt } from './wire-schemas.js';

export const poolRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  master: z.string(),
  other_config: textMap.default({}),
  ha_enabled: z.boolean().default(false),
  ha_statefiles: z.array(z.string()).default([]),
  ha_host_failures_to_tolerate: wireInt.default(0),
  wlb_enabled: z.boolean().default(false),
});
export type PoolRecord = z.infer<typeof poolRecord>;

export const hostRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  address: z.string().default(''),
  enabled: z.boolean(),
  metrics: optionalReference.default(null),
  software_version: textMap.default({}),
  other_config: textMap.default({}),
  current_operations: textMap.default({}),
  edition: z.string().optional(),
});
export type HostRecord = z.infer<typeof hostRecord>;

export const hostMetricsRecord = z.object({
  live: z.boolean(),
  memory_total: wireInt.default(0),
  memory_free: wireInt.default(0),
});
export type HostMetricsRecord = z.infer<typeof hostMetricsRecord>;

export const vmRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  power_state: z.enum(['Running', 'Paused', 'Suspended', 'Halted']),
  resident_on: optionalReference.default(null),
  is_a_template: z.boolean().default(false),
  is_a_snapshot: z.boolean().default(false),
  is_control_domain: z.boolean().default(false),
  memory_dynamic_min: wireInt.default(0),
  memory_static_max: wireInt.default(0),
  memory_overhead: wireInt.default(0),
  domain_type: z.string().default(''),
  current_operations: textMap.default({}),
  other_config: textMap.default({}),
  ha_restart_priority: z.string().default(''),
  ha_always_run: z.boolean().default(false),
});
export type VmRecord = z.infer<typeof vmRecord>;

export const srRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  type: z.string().default(''),
  shared: z.boolean().default(false),
});
export type SrRecord = z.infer<typeof srRecord>;

export const pbdRecord = z.object({
  uuid: z.string(),
  host: z.string(),
  SR: z.string(),
  currently_attached: z.boolean(),
});
export type PbdRecord = z.infer<typeof pbdRecord>;

export const pifRecord = z.object({
  host: z.string(),
  device: z.string().default(''),
  /** Empty while DHCP has given none. */
  IP: z.string().default(''),
  netmask: z.string().default(''),
  gateway: z.string().default(''),
  ip_configuration_mode: z.string().default(''),
  management: z.boolean().default(false),
});
export type PifRecord = z.infer<typeof pifRecord>;

export const taskRecord = z.object({
  name_label: z.string().default(''),
  status: z.enum(['pending', 'success', 'failure', 'cancelling', 'cancelled']),
  progress: z.number().default(0),
  result: z.string().default(''),
  error_info: z.array(z.string()).default([]),
});
export type TaskRecord = z.infer<typeof taskRecord>;
