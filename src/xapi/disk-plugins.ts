/**
 * XCP-ng's own plugins that tell of a host's disks (xcp-ng-xapi-plugins): `raid.py` since 8.0, `smartctl.py` since 8.3, whose
 * smartctl is the first with JSON. They only look; xapi lets pool-admin alone call a plugin.
 */
import { z } from 'zod';

export const diskPlugins = {
  health: { plugin: 'smartctl.py', fn: 'health' },
  information: { plugin: 'smartctl.py', fn: 'information' },
  array: { plugin: 'raid.py', fn: 'check_raid_pool' },
} as const;
export type DiskQuestion = keyof typeof diskPlugins;

/** By disk: `/dev/sda:scsi`, `/dev/bus/0:megaraid,1`; up to 2025 without the type. */
const healthSchema = z.record(z.string(), z.string());

/** smartctl 7.0: of NVMe the bits of its critical warning, of SAS the sense that it gave. */
const statusSchema = z.object({
  passed: z.boolean(),
  nvme: z.object({ value: z.number().int() }).optional().catch(undefined),
  scsi: z.object({ asc: z.number(), ascq: z.number(), ie_string: z.string() }).optional().catch(undefined),
});

/** All that smartctl says, of which this is read. A disk that has no such thing lacks `smart_status`. */
const informationSchema = z.record(z.string(), z.object({ smart_status: statusSchema.optional().catch(undefined) }));

/** What `mdadm --detail` prints, in its words; without `raid` where there is no array. */
const arraySchema = z.object({
  raid: z
    .object({
      State: z.string(),
      'Raid Devices': z.string().regex(/^\d+$/).transform(Number),
      'Active Devices': z.string().regex(/^\d+$/).transform(Number),
    })
    .optional(),
});

export interface ToldDisk {
  /** As the plugin names it, without the folder of devices. */
  readonly device: string;
  /** Null where it says nothing of its health. */
  readonly passed: boolean | null;
  /** What it warns of, where that is all for which it did not pass. */
  readonly warning?: string;
}

export interface ToldArray {
  readonly wanted: number;
  readonly working: number;
  readonly isRebuilding: boolean;
}

/** Undefined for an answer of another form. */
export function readDiskHealth(answer: string): readonly ToldDisk[] | undefined {
  const told = parsed(answer, healthSchema);
  if (told === undefined) return undefined;
  const verdicts: Readonly<Record<string, boolean>> = { PASSED: true, FAILED: false };
  return Object.entries(told).map(([device, word]) => ({ device: named(device), passed: verdicts[word] ?? null }));
}

export function readDiskInformation(answer: string): readonly ToldDisk[] | undefined {
  const told = parsed(answer, informationSchema);
  if (told === undefined) return undefined;
  return Object.entries(told).map(([device, { smart_status: status }]) => {
    const warning = status === undefined ? undefined : warningIn(status);
    return {
      device: named(device),
      passed: status?.passed ?? null,
      ...(warning === undefined ? {} : { warning }),
    };
  });
}

/** Too warm or too cold (NVM Express, SMART log: critical warning). */
const nvmeTemperature = 0x02;

/** Additional sense codes of SCSI: warnings of any kind; and the prediction of a failure, made as a test. */
const senseOfWarnings = 0x0b;
const predictionForTest = { asc: 0x5d, ascq: 0xff };

/** smartctl lets no disk pass that warns of anything. */
function warningIn({ passed, nvme, scsi }: z.infer<typeof statusSchema>): string | undefined {
  if (passed) return undefined;
  if (nvme?.value === nvmeTemperature) return 'its temperature is above or below its limit';
  if (scsi === undefined) return undefined;
  const { asc, ascq, ie_string: words } = scsi;
  const isTest = asc === predictionForTest.asc && ascq === predictionForTest.ascq;
  return asc === senseOfWarnings || isTest ? words : undefined;
}

/**
 * What a plugin of theirs fails with: xapi's code where it broke off by itself; else the number of the system's error, or -1 with
 * what was raised as the first parameter (xcpngutils, error_wrapped).
 */
export function isOfPlugin(code: string): boolean {
  return code === 'XENAPI_PLUGIN_FAILURE' || /^-?\d+$/.test(code);
}

/** Each plugin answers one question at a time (xcpngutils, OperationLocker). */
export function isBusy(params: readonly string[]): boolean {
  return params.some((text) => text.includes('The plugin is busy'));
}

/** Null where the host has none; undefined for an answer of another form. */
export function readDiskArray(answer: string): ToldArray | null | undefined {
  const told = parsed(answer, arraySchema);
  if (told === undefined) return undefined;
  if (told.raid === undefined) return null;
  const { State: state, 'Raid Devices': wanted, 'Active Devices': working } = told.raid;
  return { wanted, working, isRebuilding: /recovering|resyncing|reshaping/.test(state) };
}

/** `/dev/sda:scsi` is the disk sda; a type with a number tells disks behind a controller apart. */
function named(device: string): string {
  return device.replace(/^\/dev\//, '').replace(/:[^:,]*$/, '');
}

function parsed<T extends z.ZodType>(answer: string, schema: T): z.infer<T> | undefined {
  let document: unknown;
  try {
    document = JSON.parse(answer);
  } catch {
    return undefined;
  }
  const result = schema.safeParse(document);
  return result.success ? result.data : undefined;
}
