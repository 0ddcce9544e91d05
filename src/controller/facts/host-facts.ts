/** A host's records as facts. Keys that a release lacks, or has not written yet after a boot, are null. */
import type { HostMetricsRecord, HostRecord } from '../../xapi/calls/records.js';
import type { HostFacts, HostVersions } from './pool-facts.js';

/** What only the host itself can say. */
export interface HostReading {
  /** Seconds since 1970 on its own clock. */
  readonly serverTime: number | null;
  readonly certificateFingerprint: string | null;
}

export const silentHost: HostReading = { serverTime: null, certificateFingerprint: null };

export function hostFacts(
  record: HostRecord,
  metrics: HostMetricsRecord | undefined,
  reading: HostReading,
  memoryUsed: number,
): HostFacts {
  return {
    uuid: record.uuid,
    name: record.name_label,
    address: record.address,
    enabled: record.enabled,
    live: metrics?.live ?? null,
    bootTime: printedTime(record.other_config['boot_time']),
    agentStartTime: printedTime(record.other_config['agent_start_time']),
    versions: hostVersions(record.software_version),
    memoryTotal: metrics?.memory_total ?? 0,
    memoryFree: metrics?.memory_free ?? 0,
    memoryRoom: metrics === undefined ? null : Math.max(0, metrics.memory_total - record.memory_overhead - memoryUsed),
    updates: (record.updates ?? record.patches)?.length ?? null,
    currentOperations: Object.values(record.current_operations),
    editions: record.edition ?? null,
    ...reading,
  };
}

/** xapi prints floats with a trailing dot: "1510282722." (reference: xapi.md 1.10). */
export function printedTime(text: string | undefined): number | null {
  if (text === undefined || !/^\d+(\.\d*)?$/.test(text)) return null;
  return Number(text);
}

function hostVersions(software: Readonly<Record<string, string>>): HostVersions {
  return {
    brand: software['product_brand'] ?? null,
    product: software['product_version'] ?? null,
    build: software['build_number'] ?? null,
    platform: software['platform_version'] ?? null,
    // The full number where the release has it; `xapi` alone is major.minor.
    xapi: software['xapi_build'] ?? software['xapi'] ?? null,
    xen: software['xen'] ?? null,
    linux: software['linux'] ?? null,
  };
}
