/** The files that can be read in a simulated control domain: made of the host's state when they are asked for. */
import type { Host, StagedInstallation } from '../state/objects.js';
import type { World } from '../world.js';
import { bootConfigText, bootFilesOf, environmentText } from './boot-files.js';

/** What was written there by hand and is not read by anything: copies, and texts that are to be moved. */
const written = new WeakMap<Host, Map<string, string>>();

export function writtenFiles(host: Host): Map<string, string> {
  const files = written.get(host) ?? new Map<string, string>();
  written.set(host, files);
  return files;
}

/** What was staged and boots no more: its entry may still stand in the menu, and its files in /boot/installer. */
const remains = new WeakMap<Host, { entry: StagedInstallation | null; files: boolean }>();

/** The mark for the next boot, or the entry itself, was taken out by hand. @param entry what is left in the menu */
export function leaveRemains(host: Host, entry: StagedInstallation | null): void {
  remains.set(host, { entry, files: hasInstallerFiles(host) });
  host.staged = null;
}

export function removeInstallerFiles(host: Host): void {
  remains.set(host, { entry: remains.get(host)?.entry ?? null, files: false });
  if (host.staged !== null) host.staged = { ...host.staged, filesPresent: false };
}

/** The entry that stands in the menu, whether it is booted or not. */
export function inMenu(host: Host): StagedInstallation | null {
  return host.staged ?? remains.get(host)?.entry ?? null;
}

export function hasInstallerFiles(host: Host): boolean {
  return host.staged?.filesPresent ?? remains.get(host)?.files ?? false;
}

export function fileText(world: World, host: Host, path: string): string | undefined {
  const { config, saved, environment } = bootFilesOf(host);
  if (path === config) return bootConfigText(host, inMenu(host));
  if (path === environment) return environmentText(host.staged);
  if (path === saved) return hasInstallerFiles(host) ? bootConfigText(host, null) : undefined;
  if (path === '/etc/xensource-inventory') {
    return `PRIMARY_DISK='/dev/disk/by-id/scsi-simulated'\nINSTALLATION_UUID='${host.uuid}'\nPRODUCT_BRAND='${host.running.facts.brand}'\n`;
  }
  if (path === '/etc/firstboot.d/data/sr-multipathing.conf') {
    return `MULTIPATHING_ENABLED='${isMultipathConfigured(host) ? 'True' : 'False'}'\n`;
  }
  if (path === '/proc/mdstat') return 'Personalities : \nunused devices: <none>\n';
  if (path === installLog) return logOf(world, host)?.text;
  return writtenFiles(host).get(path);
}

export const installLog = '/var/log/installer/install-log';

function isMultipathConfigured({ machine }: Host): boolean {
  return machine.multipathAgrees === machine.system.diskPaths > 1;
}

/** Of the last installer that ran: it names the address, with its token, and how it ended. */
export function logOf(world: World, host: Host): { text: string; at: number } | undefined {
  const ended = world.history.events.findLast(
    (event) => event.host === host.uuid && (event.event === 'installed' || event.event === 'installer-refused'),
  );
  const began = world.history.events.findLast(
    (event) => event.host === host.uuid && event.event === 'installer-began' && event.at <= (ended?.at ?? 0),
  );
  if (ended === undefined || began?.event !== 'installer-began') return undefined;
  const end =
    ended.event === 'installer-refused'
      ? `INSTALL FAILED.\n${ended.detail.reason}`
      : 'The installation completed successfully.';
  const answers = `root-password: ('pwdhash', '$1$abcdefgh$simulatedhashofroot')`;
  return { text: `Repository: ${began.detail.url}\n${answers}\n${end}\n`, at: ended.at };
}
