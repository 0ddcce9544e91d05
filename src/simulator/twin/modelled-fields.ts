/** The fields of a real pool's records that the twin's state is made of; all others are shown as they were read. */
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { recordsOf, type PoolRecords } from './pool-records.js';

const integer = z
  .string()
  .regex(/^[+-]?\d+$/)
  .transform(Number);
const textMap = z.record(z.string(), z.string());
const references = z.array(z.string()).default([]);
const nullRef = 'OpaqueRef:NULL';
const reference = z.string().transform((ref) => (ref === '' ? nullRef : ref));

export const modelledFields = {
  pool: z.object({
    uuid: z.string(),
    name_label: z.string().default(''),
    master: z.string(),
    default_SR: reference.default(nullRef),
    other_config: textMap.default({}),
    ha_enabled: z.boolean().default(false),
    ha_statefiles: references,
    ha_configuration: textMap.default({}),
    ha_host_failures_to_tolerate: integer.default(0),
    wlb_enabled: z.boolean().default(false),
    wlb_url: z.string().default(''),
  }),
  host: z.object({
    uuid: z.string(),
    name_label: z.string().default(''),
    address: z.string(),
    enabled: z.boolean(),
    metrics: reference,
    software_version: textMap,
    other_config: textMap.default({}),
    cpu_info: textMap.default({}),
    chipset_info: textMap.default({}),
    capabilities: z.array(z.string()).optional(),
    virtual_hardware_platform_versions: z.array(integer).optional(),
    power_on_mode: z.string().default(''),
    pending_guidances: z.array(z.string()).default([]),
  }),
  host_metrics: z.object({
    uuid: z.string(),
    live: z.boolean(),
    memory_total: integer,
    memory_free: integer,
  }),
  VM: z.object({
    uuid: z.string(),
    name_label: z.string().default(''),
    power_state: z.enum(['Running', 'Paused', 'Suspended', 'Halted']),
    resident_on: reference.default(nullRef),
    is_a_template: z.boolean().default(false),
    is_a_snapshot: z.boolean().default(false),
    is_control_domain: z.boolean().default(false),
    memory_static_max: integer.default(0),
    memory_dynamic_min: integer.default(0),
    memory_overhead: integer.default(0),
    domain_type: z.string().default(''),
    HVM_boot_policy: z.string().default(''),
    VCPUs_max: integer.default(1),
    hardware_platform_version: integer.default(0),
    last_boot_CPU_flags: textMap.default({}),
    groups: references,
    blocked_operations: textMap.default({}),
    other_config: textMap.default({}),
    ha_restart_priority: z.string().default(''),
    guest_metrics: reference.default(nullRef),
    attached_PCIs: references,
    VGPUs: references,
    VUSBs: references,
  }),
  VM_guest_metrics: z.object({
    PV_drivers_detected: z.boolean().optional(),
    PV_drivers_version: textMap.default({}),
    other: textMap.default({}),
  }),
  VM_group: z.object({ name_label: z.string().default(''), placement: z.string().default('normal') }),
  VGPU: z.object({ GPU_group: reference.default(nullRef) }),
  GPU_group: z.object({ name_label: z.string().default('') }),
  VIF: z.object({ uuid: z.string(), VM: reference, network: reference }),
  VBD: z.object({ uuid: z.string(), VM: reference, VDI: reference, type: z.string().default('Disk') }),
  VDI: z.object({
    uuid: z.string(),
    name_label: z.string().default(''),
    SR: reference,
    virtual_size: integer.default(0),
    on_boot: z.string().default('persist'),
  }),
  SR: z.object({
    uuid: z.string(),
    name_label: z.string().default(''),
    type: z.string().default(''),
    content_type: z.string().default(''),
    shared: z.boolean(),
    physical_size: integer.default(0),
  }),
  PBD: z.object({ uuid: z.string(), host: reference, SR: reference, currently_attached: z.boolean() }),
  network: z.object({ uuid: z.string(), name_label: z.string().default(''), bridge: z.string().default('') }),
  PIF: z.object({
    uuid: z.string(),
    host: reference,
    network: reference,
    device: z.string().default(''),
    MAC: z.string().default(''),
    metrics: reference.default(nullRef),
    currently_attached: z.boolean().default(true),
  }),
  PIF_metrics: z.object({ uuid: z.string() }),
} as const;

export type ModelledClass = keyof typeof modelledFields;
export type Modelled<Name extends ModelledClass> = z.infer<(typeof modelledFields)[Name]>;

/** All records of a class with their references. @throws POOL_RECORDS_INVALID, naming class, object and field */
export function modelledRecords<Name extends ModelledClass>(
  records: PoolRecords,
  className: Name,
): readonly (readonly [ref: string, record: Modelled<Name>])[] {
  return Object.entries(recordsOf(records, className)).map(([ref, record]) => {
    const parsed = modelledFields[className].safeParse(record);
    if (parsed.success) return [ref, parsed.data as Modelled<Name>] as const;
    const [issue] = parsed.error.issues;
    throw new DrydockError('POOL_RECORDS_INVALID', {
      attempted: 'building the twin of the pool',
      subject: `${className} ${ref}${issue === undefined ? '' : `, field ${issue.path.map(String).join('.')}`}`,
      found: issue?.message ?? 'a record of another form',
    });
  });
}
