/** Builds the state of a healthy pool: hosts that have been up for a day, shared and local storage, VMs. */
import { releases } from '../../releases/find-release.js';
import type { ReleaseId } from '../../releases/release-facts.js';
import { addGuest, addControlDomain } from './build-vms.js';
import { addHostStorage, addSharedStorage, type HostStorage } from './build-storage.js';
import { nullRef, type Host, type InstalledSystem, type Network, type PoolRecord } from './objects.js';
import type { HostOptions, PoolOptions, VmOptions } from './pool-options.js';
import { newEntity, PoolState } from './pool-state.js';
import type { Random } from './random.js';

const gibibyte = 1024 ** 3;
const day = 24 * 3600 * 1000;

export function buildPool(options: PoolOptions, random: Random, now: number): PoolState {
  const state = new PoolState(newPoolRecord(options, random), random);
  const network: Network = { ...state.newEntity(), name: 'Pool-wide network associated with eth0', bridge: 'xenbr0' };
  state.networks.set(network.ref, network);
  const hosts = hostOptions(options).map((host, index) => addHost(state, host, index, options.release, now - day));
  const [coordinator] = hosts;
  if (coordinator !== undefined) state.pool.coordinator = coordinator.ref;
  for (const host of hosts) addPif(state, host, network);
  const shared = addSharedStorage(state, hosts);
  const local = hosts.map((host) => addHostStorage(state, host));
  state.pool.defaultSr = shared.ref;
  const storageOf = (index: number): HostStorage | undefined => local[index];
  vmOptions(options, hosts.length).forEach((vm, index) => addGuest(state, hosts, vm, index, shared, storageOf));
  return state;
}

/** A system as the release's own medium installs it. */
export function systemOf(release: ReleaseId): InstalledSystem {
  const facts = releases[release];
  return {
    facts,
    productVersion: facts.productVersion,
    xapiVersion: facts.xapiVersion,
    softwareVersion: facts.softwareVersion,
  };
}

function newPoolRecord(options: PoolOptions, random: Random): PoolRecord {
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

function addHost(state: PoolState, options: HostOptions, index: number, release: ReleaseId, bootedAt: number): Host {
  const system = systemOf(options.release ?? release);
  const clockOffset = options.clockOffset ?? 0;
  const seconds = Math.floor((bootedAt + clockOffset) / 1000);
  const host: Host = {
    ...state.newEntity(),
    index,
    name: options.name ?? `xs-${index + 1}`,
    address: options.address ?? `127.0.0.${index + 1}`,
    metrics: state.newEntity(),
    certificate: state.newEntity(),
    memoryTotal: options.memory ?? 64 * gibibyte,
    clockOffset,
    power: 'on',
    agent: index === 0 ? 'coordinator' : 'member',
    emergencyError: [],
    stillBooting: false,
    disableMark: false,
    autoEnable: true,
    haArmed: true,
    disk: 'intact',
    installed: system,
    running: system,
    staged: null,
    bootedAt: bootedAt + clockOffset,
    agentStartedAt: bootedAt + 60_000 + clockOffset,
    enabled: true,
    live: true,
    silentSince: null,
    recordedVersion: system.softwareVersion,
    otherConfig: { boot_time: `${seconds}.`, agent_start_time: `${seconds + 60}.` },
    currentOperations: {},
  };
  state.hosts.set(host.ref, host);
  addControlDomain(state, host);
  return host;
}

function addPif(state: PoolState, host: Host, network: Network): void {
  const mac = `02:00:00:00:00:${(host.index + 1).toString(16).padStart(2, '0')}`;
  const metrics = state.newEntity();
  const pif = {
    ...state.newEntity(),
    host: host.ref,
    network: network.ref,
    device: 'eth0',
    mac,
    metrics,
    attached: true,
  };
  state.pifs.set(pif.ref, pif);
}
