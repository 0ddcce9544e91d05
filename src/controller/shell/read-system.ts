/** Looks into one host: each part by a command or two of the closed list, and what one of them cannot tell keeps none of the others. */
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Learnt } from '../assessments/evidence.js';
import { controllerOf, failedPaths, readBlockDevices, transportOf } from '../facts/system/block-devices.js';
import { readSpace } from '../facts/system/disk-space.js';
import { stepsLeft } from '../facts/system/first-boot.js';
import { readSettings } from '../facts/system/inventory.js';
import type { ArrayMembers } from '../facts/system/md-arrays.js';
import { isLostByUpgrade, readUnowned, readVerified } from '../facts/system/own-files.js';
import { readPackages } from '../facts/system/packages.js';
import { readFdisk, readSgdisk } from '../facts/system/partition-table.js';
import { readPciDevices } from '../facts/system/pci-devices.js';
import type { OwnFiles, PartitionTable, RootDisk, SystemFacts, TimeSource } from '../facts/system/system-facts.js';
import { readChrony, readNtp } from '../facts/system/time-source.js';
import { Asker, complaintOf, linesOf } from './ask.js';
import { reading } from './commands.js';
import type { HostShell, ShellHost } from './host-shell.js';
import { arrayOf, memoryErrors, rootHealth } from './read-health.js';
import { readBootState, stagedInstaller } from './read-staged.js';

/** Never throws but when the signal aborts. */
export async function readSystem(
  shell: HostShell,
  host: ShellHost,
  clock: Clock,
  signal: AbortSignal,
): Promise<SystemFacts> {
  const session = shell.open(host);
  const ask = new Asker(session, signal);
  try {
    const disk = await learn(signal, () => primaryDisk(ask));
    const root = await learn(signal, () => rootDisk(ask, needed(disk)));
    return {
      at: clock.now(),
      firmware: await learn(signal, () => firmware(ask)),
      rootDisk: root,
      rootHealth: await learn(signal, () => rootHealth(ask, needed(root))),
      multipathConfigured: await learn(signal, () => multipathConfigured(ask)),
      partitions: await learn(signal, () => partitions(ask, needed(disk))),
      space: await learn(signal, async () => readSpace(await ask.text(reading.space.make()))),
      firstBootLeft: await learn(signal, () => firstBootLeft(ask)),
      packages: await learn(signal, async () => readPackages(await ask.text(reading.packages.make()))),
      ownFiles: await learn(signal, () => ownFiles(ask)),
      pci: await learn(signal, async () => readPciDevices(await ask.text(reading.pciDevices.make()))),
      memoryErrors: await learn(signal, () => memoryErrors(ask)),
      time: await learn(signal, () => timeSource(ask)),
      staged: await learn(signal, async () => stagedInstaller(await readBootState(ask))),
    };
  } finally {
    session.close();
  }
}

async function learn<T>(signal: AbortSignal, look: () => Promise<T>): Promise<Learnt<T>> {
  try {
    return { known: true, value: await look() };
  } catch (error) {
    if (signal.aborted || !(error instanceof DrydockError)) throw error;
    return { known: false, reason: describeCause(error) };
  }
}

/** What was learnt, or the failure by which it was not, for a part that needs it. */
function needed<T>(learnt: Learnt<T>): T {
  if (learnt.known) return learnt.value;
  throw unclear('looking for the system disk', learnt.reason);
}

function unclear(attempted: string, found: string): DrydockError {
  return new DrydockError('SSH_COMMAND_FAILED', { attempted, found });
}

/** `/dev/sda`, `/dev/dm-0`: where the inventory's name by id leads to. */
async function primaryDisk(ask: Asker): Promise<string> {
  const named = readSettings(await ask.text(reading.file.make('/etc/xensource-inventory'))).get('PRIMARY_DISK') ?? '';
  if (!named.startsWith('/dev/')) throw unclear('reading the inventory', `PRIMARY_DISK is "${named.slice(0, 80)}"`);
  const disk = (await ask.text(reading.deviceOf.make(named))).trim();
  if (/^\/dev\/[A-Za-z0-9!_/-]+$/.test(disk)) return disk;
  throw unclear('looking for the system disk', `${named} leads to "${disk.slice(0, 80)}"`);
}

async function firmware(ask: Asker): Promise<'uefi' | 'bios'> {
  const result = await ask.run(reading.firmware.make());
  if (result.exitCode === 0) return 'uefi';
  if (result.exitCode === 1) return 'bios';
  throw unclear('looking at the firmware', complaintOf(result));
}

async function rootDisk(ask: Asker, disk: string): Promise<RootDisk> {
  const tree = readBlockDevices(await ask.text(reading.blockDevices.make()));
  // Some drivers put a slash into the name, which the kernel shows as an exclamation mark: cciss/c0d0.
  const device = disk.slice('/dev/'.length).replaceAll('/', '!');
  const isMapped = device.startsWith('dm-');
  const array = device.startsWith('md') ? await arrayOf(ask, device) : undefined;
  const below = isMapped ? linesOf(await ask.text(reading.disksBelow.make(device))) : membersIn(tree, array, device);
  const disks = below.map((name) => {
    const path = tree.get(name);
    if (path === undefined)
      throw unclear('looking how the system disk is attached', `the kernel does not list ${name}`);
    return { device: name, transport: transportOf(path), pciAddress: controllerOf(path) };
  });
  if (disks.length === 0) throw unclear('looking how the system disk is attached', `${device} has no disks below it`);
  const paths = isMapped ? await ask.run(reading.paths.make()) : undefined;
  return { device, disks, isMultipath: isMapped, failedPaths: paths === undefined ? 0 : failedPaths(paths.stdout) };
}

/** The whole disks of a software RAID; one that has failed may be gone from the kernel's list. The device itself where it is none. */
function membersIn(
  tree: ReadonlyMap<string, string>,
  array: ArrayMembers | undefined,
  device: string,
): readonly string[] {
  const members = (array?.members ?? []).map((name) => (tree.has(name) ? name : name.replace(/p?\d+$/, '')));
  const present = members.filter((name) => tree.has(name));
  return present.length === 0 ? [device] : present;
}

async function multipathConfigured(ask: Asker): Promise<boolean> {
  const text = await ask.textIfThere(reading.file.make('/etc/firstboot.d/data/sr-multipathing.conf'));
  return text !== undefined && readSettings(text).get('MULTIPATHING_ENABLED') === 'True';
}

async function partitions(ask: Asker, disk: string): Promise<PartitionTable> {
  const { stdout } = await ask.run(reading.partitions.make(disk));
  const table = readSgdisk(stdout) ?? readFdisk((await ask.run(reading.oldPartitions.make(disk))).stdout);
  if (table !== undefined) return table;
  throw unclear('reading the partition table', 'neither sgdisk nor fdisk shows one');
}

async function firstBootLeft(ask: Asker): Promise<readonly string[]> {
  const done = await ask.textIfThere(reading.firstBootDone.make());
  if (done === undefined) return stepsLeft([], undefined, linesOf(await ask.text(reading.firstBootMarks.make())));
  return stepsLeft(linesOf(await ask.text(reading.firstBootSteps.make())), linesOf(done), []);
}

/** Both commands end with 1 when they find something; what they complain about on the way is no matter. */
async function ownFiles(ask: Asker): Promise<OwnFiles> {
  const verified = await ask.run(reading.changedFiles.make());
  if (verified.exitCode === null || verified.exitCode > 1) throw unclear('verifying files', complaintOf(verified));
  const found = linesOf((await ask.run(reading.ownFiles.make())).stdout).filter(isLostByUpgrade);
  const unowned = found.length === 0 ? '' : (await ask.run(reading.ownersOf.make(found.slice(0, mostFiles)))).stdout;
  const edited = readVerified(verified.stdout).filter(isLostByUpgrade);
  return { edited, added: readUnowned(unowned) };
}

/** What a command line can hold. */
const mostFiles = 1000;

async function timeSource(ask: Asker): Promise<TimeSource> {
  const chrony = readChrony((await ask.run(reading.chrony.make())).stdout);
  const source = chrony ?? readNtp((await ask.run(reading.ntp.make())).stdout);
  return source ?? { program: 'none', synchronised: false };
}
