/** Builds the state of a healthy pool: hosts that have been up for a day, shared and local storage, VMs. */
import { atXapiVersion, releases, withPluginAsReleased } from '../../releases/find-release.js';
import type { ReleaseId } from '../../releases/release-facts.js';
import { addInventory } from '../inventory/add-inventory.js';
import { addGuest, addControlDomain } from './build-vms.js';
import { addNetworks } from './build-networks.js';
import { usualHostHardware } from './hardware.js';
import { addHostStorage, addSharedStorage, type HostStorage } from './build-storage.js';
import { machineOf } from './machine.js';
import { nullRef, type Host, type InstalledSystem, type PoolRecord } from './objects.js';
import type { HostOptions, PoolOptions, VmOptions } from './pool-options.js';
import { newEntity, PoolState } from './pool-state.js';
import type { Random } from './random.js';

const gibibyte = 1024 ** 3;
const day = 24 * 3600 * 1000;

export function buildPool(options: PoolOptions, random: Random, now: number): PoolState {
  const state = new PoolState(newPoolRecord(options, random), random);
  const hosts = hostOptions(options).map((host, index) =>
    addHost(state, withPoolDefaults(host, options), index, now - day),
  );
  const [coordinator] = hosts;
  if (coordinator !== undefined) state.pool.coordinator = coordinator.ref;
  for (const host of hosts) host.follows = state.pool.coordinator;
  const networks = addNetworks(state, hosts, options.networks ?? []);
  const shared = addSharedStorage(state, hosts);
  const local = hosts.map((host) => addHostStorage(state, host));
  state.pool.defaultSr = shared.ref;
  const storageOf = (index: number): HostStorage | undefined => local[index];
  vmOptions(options, hosts.length).forEach((vm, index) =>
    addGuest({ state, hosts, shared, storageOf, networks }, vm, index),
  );
  addInventory(state, options);
  return state;
}

/** A system as the release's own medium installs it, with the newest host-upgrade plugin unless told otherwise. */
export function systemOf(
  release: ReleaseId,
  xapiVersion?: string,
  plugin: HostOptions['plugin'] = 'up-to-date',
): InstalledSystem {
  const known = plugin === 'up-to-date' ? releases[release] : withPluginAsReleased(releases[release]);
  const facts = xapiVersion === undefined ? known : atXapiVersion(known, xapiVersion);
  return {
    facts,
    productVersion: facts.productVersion,
    xapiVersion: facts.xapiVersion,
    softwareVersion: facts.softwareVersion,
  };
}

export function newPoolRecord(options: PoolOptions, random: Random): PoolRecord {
  return {
    ...newEntity(random),
    name: options.name ?? 'practice',
    coordinator: nullRef,
    haEnabled: options.ha?.enabled ?? false,
    haStatefiles: [],
    haConfiguration: {},
    haFailuresToTolerate: options.ha?.failuresToTolerate ?? 0,
    wlbEnabled: options.wlb?.enabled ?? false,
    wlbUrl: options.wlb?.url ?? '',
    wlbReachable: true,
    currentOperations: {},
    defaultSr: nullRef,
    otherConfig: { ...options.otherConfig },
  };
}

function hostOptions({ hosts }: PoolOptions): readonly HostOptions[] {
  return typeof hosts === 'number' ? Array.from({ length: hosts }, () => ({})) : hosts;
}

function vmOptions({ vms = 0 }: PoolOptions, hosts: number): readonly VmOptions[] {
  return typeof vms === 'number' ? Array.from({ length: vms }, (_, index) => ({ host: index % hosts })) : vms;
}

/** A host of another release has no part in the pool's updates. */
function withPoolDefaults(host: HostOptions, pool: PoolOptions): HostOptions & { readonly release: ReleaseId } {
  if (host.release !== undefined) return { ...host, release: host.release };
  const xapiVersion = host.xapiVersion ?? pool.xapiVersion;
  return { ...host, release: pool.release, ...(xapiVersion === undefined ? {} : { xapiVersion }) };
}

type ReleasedHostOptions = HostOptions & { readonly release: ReleaseId };

function addHost(state: PoolState, options: ReleasedHostOptions, index: number, bootedAt: number): Host {
  const host = newHost(state, options, index, bootedAt);
  state.hosts.set(host.ref, host);
  addControlDomain(state, host);
  return host;
}

/** A host that has been up and well for a while, not yet in the pool. */
export function newHost(state: PoolState, options: ReleasedHostOptions, index: number, bootedAt: number): Host {
  const system = systemOf(options.release, options.xapiVersion, options.plugin);
  const clockOffset = options.clockOffset ?? 0;
  const address = options.address ?? `127.0.0.${index + 1}`;
  const seconds = Math.floor((bootedAt + clockOffset) / 1000);
  return {
    ...state.newEntity(),
    index,
    name: options.name ?? `xs-${index + 1}`,
    address,
    metrics: state.newEntity(),
    certificate: state.newEntity(),
    memoryTotal: options.memory ?? 64 * gibibyte,
    machine: machineOf(system.facts, address, options.machine),
    lostDevices: [],
    hardware: { ...usualHostHardware(), ...options.hardware },
    clockOffset,
    power: 'on',
    agent: index === 0 ? 'coordinator' : 'member',
    incarnation: 0,
    stoppedAt: null,
    follows: nullRef,
    localSessions: new Set(),
    emergencyError: [],
    stillBooting: false,
    disableMark: false,
    autoEnable: true,
    disabledUntilReboot: false,
    pendingGuidances: [],
    haArmed: true,
    statefileAccess: true,
    powerOnMode: options.powerOnMode ?? '',
    disk: 'intact',
    installed: system,
    running: system,
    staged: null,
    mayRepartition: false,
    bootedAt,
    agentStartedAt: bootedAt + 60_000,
    enabled: true,
    live: true,
    silentSince: null,
    skewWarned: false,
    recordedVersion: system.softwareVersion,
    otherConfig: { boot_time: `${seconds}.`, agent_start_time: `${seconds + 60}.` },
    currentOperations: {},
  };
}
