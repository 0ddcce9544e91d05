/** Reads everything that doctor judges by: from the machine, the store, the known pools and the running media server. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { runningEndpoints } from '../addresses/read-addresses.js';
import type { Environment, ResolvedSettings } from '../config/resolve.js';
import type { PoolRecord } from '../pools/pool-record.js';
import { openPoolStore } from '../pools/pool-store.js';
import { stateLayout } from '../state-layout.js';
import type { DoctorFacts } from './doctor-facts.js';
import { readAutomaticUpdates } from './facts/automatic-updates.js';
import { readCertificate } from './facts/certificate.js';
import { readClock } from './facts/clock-state.js';
import { readDashboard, runningController } from './facts/dashboard.js';
import { readDatabase } from './facts/database.js';
import { readDisks } from './facts/disks.js';
import { readFirewall } from './facts/firewall.js';
import { readListeners } from './facts/listeners.js';
import { readMedia } from './facts/media.js';
import { readMirrors } from './facts/mirrors.js';
import { readNfs } from './facts/nfs.js';
import { readPermissions } from './facts/permissions.js';
import { readPools, type PoolReading } from './facts/pools.js';
import { readPortRights } from './facts/port-rights.js';
import { readSecretFiles } from './facts/secrets.js';
import { readUnits } from './facts/units.js';
import { known, knownOr, type Known } from './known.js';
import { thisMachine, type MachineAccess } from './machine-access.js';

export interface FactsOptions extends PoolReading {
  readonly settings: ResolvedSettings;
  /** Where the password of the database may be. */
  readonly environment: Environment;
  /** The pools to ask; empty: all that are known. */
  readonly pools: readonly string[];
  /** A test gives another. */
  readonly machine?: MachineAccess;
}

/** @throws POOL_UNKNOWN, INTERRUPTED; whatever else cannot be read is unknown in its place */
export async function readDoctorFacts(options: FactsOptions): Promise<DoctorFacts> {
  const { settings, environment, clock, signal, machine = thisMachine } = options;
  const { servers, media, state } = settings;
  const records = await poolRecords(options);
  const units = await readUnits(machine);
  const nfs = await readNfs(settings);
  const holders = {
    endpoints: await knownOr(() => runningEndpoints(settings, signal)),
    units,
    nfsRuns: 'value' in nfs && nfs.value.runs,
  };
  const hostname = machine.hostname();
  const pools: DoctorFacts['pools'] = 'unknown' in records ? records : known(await readPools(records.value, options));
  signal.throwIfAborted();
  return {
    ...{ now: clock.now(), settings, nodeVersion: process.versions.node, units, nfs, hostname, pools },
    listeners: await readListeners(servers, holders, machine),
    dashboard: await readDashboard(
      settings.dashboard,
      await knownOr(() => runningController(settings, signal)),
      machine,
    ),
    rights: await readPortRights(machine),
    interfaces: machine.interfaces(),
    nameLeadsTo: await machine.resolve(hostname),
    firewall: await readFirewall(machine),
    database: await readDatabase(settings, environment),
    disks: await readDisks({ store: media.cache, state }, machine),
    clock: await readClock(machine),
    certificate: await readCertificate(servers, machine),
    mirrors: await readMirrors(settings, signal),
    permissions: await readPermissions(settings, machine),
    secrets: readSecretFiles(settings, 'value' in records ? records.value : []),
    automaticUpdates: await readAutomaticUpdates(machine),
    media: await readMedia(media.cache),
  };
}

async function poolRecords({ settings, pools }: FactsOptions): Promise<Known<readonly PoolRecord[]>> {
  const store = openPoolStore(stateLayout(settings.state).pools);
  try {
    if (pools.length === 0) return await knownOr(() => store.list());
    const records: PoolRecord[] = [];
    for (const name of pools) records.push(await store.get(name));
    return known(records);
  } catch (error) {
    // A name that was typed wrong is told at once.
    if (error instanceof DrydockError && error.code === 'POOL_UNKNOWN') throw error;
    return knownOr(() => Promise.reject(error as Error));
  }
}
