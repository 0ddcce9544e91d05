/** SRs, PBDs, VDIs, networks and PIFs of a twin: as they were read, attached or not. */
import type { Entity } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { modelledRecords } from './modelled-fields.js';
import type { PoolRecords } from './pool-records.js';

export function addStorageAndNetworks(state: PoolState, records: PoolRecords): void {
  for (const [ref, sr] of modelledRecords(records, 'SR')) {
    const { uuid, name_label: name, type, content_type: contentType, shared, physical_size: size } = sr;
    state.srs.set(ref, { ref, uuid, name, type, contentType, shared, size });
  }
  for (const [ref, { uuid, host, SR: sr, currently_attached: attached }] of modelledRecords(records, 'PBD')) {
    // One whose host or SR has just been forgotten is on its way out itself.
    if (!state.hosts.has(host) || !state.srs.has(sr)) continue;
    state.pbds.set(ref, { ref, uuid, host, sr, attached, pluggable: true });
  }
  for (const [ref, { uuid, name_label: name, SR: sr, virtual_size: size, on_boot: onBoot }] of modelledRecords(
    records,
    'VDI',
  )) {
    state.vdis.set(ref, { ref, uuid, name, sr, size, resetsOnBoot: onBoot === 'reset' });
  }
  for (const [ref, { uuid, name_label: name, bridge }] of modelledRecords(records, 'network')) {
    state.networks.set(ref, { ref, uuid, name, bridge });
  }
  for (const [ref, pif] of modelledRecords(records, 'PIF')) {
    const { uuid, host, network, device, MAC: mac, currently_attached: attached } = pif;
    const metrics = metricsOf(state, records, pif.metrics);
    if (state.hosts.has(host))
      state.pifs.set(ref, { ref, uuid, host, network, device, mac, metrics, attached, virtualFunctions: null });
  }
}

/** The record itself, where it was read. */
function metricsOf(state: PoolState, records: PoolRecords, ref: string): Entity {
  const uuid = modelledRecords(records, 'PIF_metrics').find(([other]) => other === ref)?.[1].uuid;
  return uuid === undefined ? state.newEntity() : { ref, uuid };
}
