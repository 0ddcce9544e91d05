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
  default_SR: optionalReference.default(null),
  suspend_image_SR: optionalReference.default(null),
  /** Absent before 5.6 and after it went; empty: none is set. */
  vswitch_controller: z.string().optional(),
  health_check_config: textMap.optional(),
  is_psr_pending: z.boolean().optional(),
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
  control_domain: optionalReference.default(null),
  license_params: textMap.optional(),
  cpu_info: textMap.optional(),
  power_on_mode: z.string().optional(),
  ssl_legacy: z.boolean().optional(),
  updates_requiring_reboot: z.array(z.string()).optional(),
  /** What was applied: `updates` since 7.1, `patches` before. */
  updates: z.array(z.string()).optional(),
  patches: z.array(z.string()).optional(),
  /** Bytes that Xen keeps for itself. */
  memory_overhead: wireInt.default(0),
  suspend_image_sr: optionalReference.default(null),
  pending_guidances: z.array(z.string()).optional(),
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
  /** Where it is on its way to. */
  scheduled_to_be_resident_on: optionalReference.default(null),
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
  HVM_boot_policy: z.string().optional(),
  VCPUs_max: wireInt.optional(),
  platform: textMap.optional(),
  guest_metrics: optionalReference.default(null),
  blocked_operations: textMap.default({}),
  /** Since 5.0. */
  tags: z.array(z.string()).default([]),
  attached_PCIs: z.array(z.string()).default([]),
  VGPUs: z.array(z.string()).default([]),
  VUSBs: z.array(z.string()).default([]),
  suspend_SR: optionalReference.default(null),
  /** Its place in the start order of an appliance or of HA; since 6.0. */
  order: wireInt.default(0),
});
export type VmRecord = z.infer<typeof vmRecord>;

export const srRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  type: z.string().default(''),
  shared: z.boolean().default(false),
  content_type: z.string().default(''),
  sm_config: textMap.default({}),
  current_operations: textMap.default({}),
  /** Since 7.0; before, the name tells. */
  is_tools_sr: z.boolean().optional(),
  /** Bytes; -1 or 0 where it does not tell. */
  physical_size: wireInt.default(0),
  physical_utilisation: wireInt.default(0),
});
export type SrRecord = z.infer<typeof srRecord>;

export const pbdRecord = z.object({
  uuid: z.string(),
  host: z.string(),
  SR: z.string(),
  currently_attached: z.boolean(),
  device_config: textMap.default({}),
});
export type PbdRecord = z.infer<typeof pbdRecord>;

export const vdiRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  SR: z.string(),
  is_a_snapshot: z.boolean().default(false),
  is_tools_iso: z.boolean().optional(),
  other_config: textMap.default({}),
});
export type VdiRecord = z.infer<typeof vdiRecord>;

export const vbdRecord = z.object({
  uuid: z.string(),
  VM: z.string(),
  VDI: optionalReference.default(null),
  type: z.string().default(''),
  empty: z.boolean().default(false),
  currently_attached: z.boolean().default(false),
});
export type VbdRecord = z.infer<typeof vbdRecord>;

export const guestMetricsRecord = z.object({
  /** Of the guest's own agent: `feature-shutdown`, `feature-suspend` …; since 7.1 the pool goes by them. */
  other: textMap.default({}),
  /** Empty before the tools have reported. */
  PV_drivers_version: textMap.default({}),
  /** `0/ip`, `0/ipv6/0`: the addresses that the tools in the guest tell. */
  networks: textMap.default({}),
});
export type GuestMetricsRecord = z.infer<typeof guestMetricsRecord>;

export const vifRecord = z.object({ VM: z.string(), network: z.string() });
export type VifRecord = z.infer<typeof vifRecord>;

export const networkRecord = z.object({ uuid: z.string(), name_label: z.string().default('') });
export type NetworkRecord = z.infer<typeof networkRecord>;

export const pifMetricsRecord = z.object({
  /** Mbit/s; 0 without a link, 65535 where the driver does not tell. */
  speed: wireInt.default(0),
  vendor_id: z.string().default(''),
  vendor_name: z.string().default(''),
  device_id: z.string().default(''),
  device_name: z.string().default(''),
});
export type PifMetricsRecord = z.infer<typeof pifMetricsRecord>;

export const bondRecord = z.object({
  master: z.string(),
  slaves: z.array(z.string()).default([]),
  /** Since 6.0: balance-slb, active-backup, lacp. */
  mode: z.string().optional(),
});
export type BondRecord = z.infer<typeof bondRecord>;

export const poolUpdateRecord = z.object({
  uuid: z.string(),
  name_label: z.string().default(''),
  version: z.string().default(''),
  hosts: z.array(z.string()).default([]),
  /** The image, while the pool keeps it. */
  vdi: optionalReference.default(null),
});
export type PoolUpdateRecord = z.infer<typeof poolUpdateRecord>;

export const clusterRecord = z.object({
  cluster_stack: z.string().default(''),
  /** Since xapi 24.15: 2 or 3. */
  cluster_stack_version: wireInt.optional(),
});
export type ClusterRecord = z.infer<typeof clusterRecord>;

export const clusterHostRecord = z.object({ host: z.string(), enabled: z.boolean().default(false) });
export type ClusterHostRecord = z.infer<typeof clusterHostRecord>;

export const pifRecord = z.object({
  uuid: z.string().default(''),
  host: z.string(),
  device: z.string().default(''),
  network: optionalReference.default(null),
  /** Empty while DHCP has given none. */
  IP: z.string().default(''),
  netmask: z.string().default(''),
  gateway: z.string().default(''),
  ip_configuration_mode: z.string().default(''),
  management: z.boolean().default(false),
  physical: z.boolean().default(false),
  /** Since 6.2 SP1. */
  managed: z.boolean().default(true),
  currently_attached: z.boolean().default(true),
  bond_slave_of: optionalReference.default(null),
  MAC: z.string().default(''),
  DNS: z.string().default(''),
  /** -1 without a tag. */
  VLAN: wireInt.default(-1),
  metrics: optionalReference.default(null),
  bond_master_of: z.array(z.string()).default([]),
  /** Since 6.1. */
  primary_address_type: z.string().default('IPv4'),
});
export type PifRecord = z.infer<typeof pifRecord>;

export const taskRecord = z.object({
  name_label: z.string().default(''),
  status: z.enum(['pending', 'success', 'failure', 'cancelling', 'cancelled']),
  progress: z.number().default(0),
  result: z.string().default(''),
  error_info: z.array(z.string()).default([]),
  resident_on: optionalReference.default(null),
  subtask_of: optionalReference.default(null),
  other_config: textMap.default({}),
});
export type TaskRecord = z.infer<typeof taskRecord>;
