/** The hosts of a twin: each behaves as the release that its versions name, and is as well as it was when it was read. */
import { findRelease } from '../../releases/find-release.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { newHost } from '../state/build-pool.js';
import type { Host, InstalledSystem } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { hardwareOfHost } from './hardware-of-records.js';
import { modelledRecords, type Modelled } from './modelled-fields.js';
import type { PoolRecords } from './pool-records.js';

/** The coordinator first, as everywhere else in the simulator: faults may name a host by its index. */
export function addHosts(state: PoolState, records: PoolRecords): void {
  const metrics = new Map(modelledRecords(records, 'host_metrics'));
  const isCoordinator = (ref: string): boolean => ref === state.pool.coordinator;
  const hosts = [...modelledRecords(records, 'host')].sort(
    ([left, { name_label: one }], [right, { name_label: other }]) =>
      Number(isCoordinator(right)) - Number(isCoordinator(left)) || (one < other ? -1 : 1),
  );
  hosts.forEach(([ref, record], index) => {
    const clockOffset = records.clocks[ref] ?? 0;
    const host = hostOf({ state, ref, record, index, clockOffset, metrics: metrics.get(record.metrics) });
    state.hosts.set(ref, host);
  });
}

interface HostParts {
  readonly state: PoolState;
  readonly ref: string;
  readonly record: Modelled<'host'>;
  readonly index: number;
  readonly clockOffset: number;
  readonly metrics: Modelled<'host_metrics'> | undefined;
}

function hostOf({ state, ref, record, index, clockOffset, metrics }: HostParts): Host {
  const system = systemOfHost(record);
  const live = metrics?.live ?? false;
  const options = {
    name: record.name_label,
    address: record.address,
    memory: metrics?.memory_total ?? 0,
    clockOffset,
    release: system.facts.id,
    powerOnMode: record.power_on_mode,
    hardware: hardwareOfHost(record),
  };
  return {
    ...newHost(state, options, index, 0),
    ref,
    uuid: record.uuid,
    metrics: { ref: record.metrics, uuid: metrics?.uuid ?? '' },
    power: live ? 'on' : 'off',
    agent: live ? (ref === state.pool.coordinator ? 'coordinator' : 'member') : 'off',
    // Whoever disabled it wants it so: it does not enable itself while its xapi runs.
    disableMark: live && !record.enabled,
    haArmed: state.pool.haEnabled,
    installed: system,
    running: system,
    follows: state.pool.coordinator,
    pendingGuidances: record.pending_guidances,
    bootedAt: printedTime(record.other_config['boot_time']) - clockOffset,
    agentStartedAt: printedTime(record.other_config['agent_start_time']) - clockOffset,
    enabled: record.enabled,
    live,
    recordedVersion: record.software_version,
    otherConfig: record.other_config,
  };
}

/** Its own versions, and the rules of the release that they belong to. @throws TWIN_RELEASE_UNKNOWN */
export function systemOfHost({ name_label: name, software_version: versions }: Modelled<'host'>): InstalledSystem {
  const { product_version: product, platform_version: platform, product_brand: brand } = versions;
  const facts = findRelease({ product, platform, brand });
  if (facts === undefined) {
    throw new DrydockError('TWIN_RELEASE_UNKNOWN', {
      attempted: 'building the twin of the pool',
      subject: name,
      found: `${brand ?? 'no brand'} ${product ?? ''}, platform ${platform ?? 'unknown'}`,
    });
  }
  return {
    facts,
    productVersion: product ?? facts.productVersion,
    xapiVersion: versions['xapi_build'] ?? facts.xapiVersion,
    softwareVersion: versions,
  };
}

/** "1510282722.", in seconds on the host's own clock. */
function printedTime(text: string | undefined): number {
  const seconds = Number.parseFloat(text ?? '');
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
