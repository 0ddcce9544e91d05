/** Builds the state of a pool from the records of a real one: the same references, hosts, guests, storage and settings. */
import { nullRef, type PoolRecord } from '../state/objects.js';
import { newPoolRecord } from '../state/build-pool.js';
import { PoolState } from '../state/pool-state.js';
import type { Random } from '../state/random.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { addGuests } from './build-guests.js';
import { addHosts, systemOfHost } from './build-hosts.js';
import { addStorageAndNetworks } from './build-storage-and-networks.js';
import { modelledFields, modelledRecords } from './modelled-fields.js';
import { keepOriginals } from './keep-originals.js';
import type { PoolRecords } from './pool-records.js';

/** Read for what they say of a VM; they themselves stay as they are. */
const onlyRead: readonly string[] = ['VM_guest_metrics', 'VM_group', 'VGPU', 'GPU_group'];

/** Their objects are in the state. */
const rebuilt = Object.keys(modelledFields).filter((className) => !onlyRead.includes(className));

/** @throws POOL_RECORDS_INVALID, TWIN_RELEASE_UNKNOWN */
export function buildTwin(records: PoolRecords, random: Random): PoolState {
  const state = new PoolState(poolOf(records, random), random);
  keepOriginals(state, records, rebuilt);
  addHosts(state, records);
  requireReferences(state);
  addStorageAndNetworks(state, records);
  addGuests(state, records);
  return state;
}

function poolOf(records: PoolRecords, random: Random): PoolRecord {
  const [entry, ...others] = modelledRecords(records, 'pool');
  if (entry === undefined || others.length > 0) throw invalid(`${others.length + (entry === undefined ? 0 : 1)} pools`);
  const [ref, pool] = entry;
  const coordinator = modelledRecords(records, 'host').find(([host]) => host === pool.master)?.[1];
  if (coordinator === undefined) throw invalid('a coordinator that is not among the hosts');
  const { id: release } = systemOfHost(coordinator).facts;
  return {
    ...newPoolRecord({ hosts: [], release, name: pool.name_label }, random),
    ref,
    uuid: pool.uuid,
    coordinator: pool.master,
    haEnabled: pool.ha_enabled,
    haStatefiles: pool.ha_statefiles.filter((vdi) => vdi !== nullRef),
    haConfiguration: pool.ha_configuration,
    haFailuresToTolerate: pool.ha_host_failures_to_tolerate,
    wlbEnabled: pool.wlb_enabled,
    wlbUrl: pool.wlb_url,
    defaultSr: pool.default_SR,
    otherConfig: pool.other_config,
  };
}

function requireReferences(state: PoolState): void {
  if (!state.coordinator.live) throw invalid('a coordinator that is not live');
}

function invalid(found: string): DrydockError {
  return new DrydockError('POOL_RECORDS_INVALID', { attempted: 'building the twin of the pool', found });
}
