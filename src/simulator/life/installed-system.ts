/** What goes with the old system when a disk is formatted, and what the new one finds of it (xapi.md 2.9, media-and-clients.md 3.2). */
import { controlDomainMemory } from '../../installer/control-domain-memory.js';
import type { LayoutDecision } from '../install/disk-layout.js';
import { systemDiskStorage } from '../state/local-storage.js';
import { devicesWithoutDriver } from '../state/machine.js';
import { forgetUpdates } from '../updates/host-updates.js';
import { nullRef, type Host, type StorageRepository } from '../state/objects.js';
import type { World } from '../world.js';

/**
 * The host keeps its uuid, certificate, network and database: they are restored from the copy. What is not on that list goes:
 * the marks in local.db of HA and of being disabled, and the file that allows a new layout.
 */
export function formatDisk(world: World, host: Host, url: string, layout: LayoutDecision): void {
  host.disk = 'formatted';
  host.haArmed = false;
  host.autoEnable = true;
  host.disabledUntilReboot = false;
  host.mayRepartition = false;
  world.history.record('disk-formatted', host.uuid, { url });
  if (layout === 'made-anew') makeLayoutAnew(world, host);
}

/** The volume group is removed and made again under the same name: the SR is known still, and holds nothing. */
function makeLayoutAnew(world: World, host: Host): void {
  host.machine = { ...host.machine, layout: 'modern' };
  const storage = systemDiskStorage(world.state, host);
  if (storage !== undefined) empty(world, host, storage.sr);
}

function empty(world: World, host: Host, sr: StorageRepository): void {
  const { vdis, vbds } = world.state;
  const gone = [...vdis.values()].filter((vdi) => vdi.sr === sr.ref);
  for (const { ref } of gone) {
    vdis.delete(ref);
    for (const vbd of vbds.values()) if (vbd.vdi === ref) vbd.vdi = nullRef;
  }
  world.history.record('local-storage-wiped', host.uuid, { sr: sr.uuid, vdis: gone.map(({ uuid }) => uuid) });
}

/** Once the new system is on the disk. */
export function settleInstalledSystem(world: World, host: Host): void {
  host.disk = 'intact';
  forgetUpdates(world, host);
  const platform = host.installed.softwareVersion['platform_version'] ?? host.installed.facts.platform.version;
  loseDrivers(world, host, platform);
  if (host.machine.isoLibrary === 'on-root-disk') loseIsoLibrary(world, host);
  for (const vm of world.state.vms.values()) {
    // The new default, unless the host had more (host-installer, backend.py).
    if (vm.kind !== 'control-domain' || vm.residentOn !== host.ref) continue;
    vm.memory = Math.max(vm.memory, controlDomainMemory(host.memoryTotal, platform));
    // It does not balloon, and the planner counts what it cannot give back.
    vm.hardware.memoryDynamicMin = vm.memory;
  }
}

function loseDrivers(world: World, host: Host, platform: string): void {
  host.lostDevices = devicesWithoutDriver(host.machine, platform);
  if (host.lostDevices.length > 0) world.history.record('drivers-lost', host.uuid, { devices: host.lostDevices });
  for (const pif of world.state.pifs.values()) {
    if (pif.host === host.ref && host.lostDevices.some((device) => device === pif.device)) pif.attached = false;
  }
  if (!host.lostDevices.includes('storage')) return;
  for (const pbd of world.state.pbdsOf(host)) {
    if (world.state.srs.get(pbd.sr)?.shared === true) pbd.pluggable = false;
  }
}

/** The folder went with the old root, and nothing makes it again. */
function loseIsoLibrary(world: World, host: Host): void {
  for (const pbd of world.state.pbdsOf(host)) {
    const sr = world.state.srs.get(pbd.sr);
    if (sr === undefined || sr.shared || sr.contentType !== 'iso') continue;
    empty(world, host, sr);
    pbd.pluggable = false;
  }
}
