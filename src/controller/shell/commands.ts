/**
 * Every command that Drydock runs on a host: nothing else is. The first group only reads; what changes something is run only to
 * take out a boot entry that a run itself has staged, when that run is aborted or the host skipped.
 */
import { command, large, small, type CommandKind } from './host-command.js';

/** Files that are read, and no others. */
export const readFiles = [
  '/etc/xensource-inventory',
  '/etc/firstboot.d/data/sr-multipathing.conf',
  '/proc/mounts',
  '/proc/mdstat',
  '/boot/efi/EFI/xenserver/grub.cfg',
  '/boot/efi/EFI/xenserver/grubenv',
  '/boot/grub/grub.cfg',
  '/boot/grub/grubenv',
  '/boot/grub2/grub.cfg',
  '/boot/grub2/grubenv',
  '/boot/extlinux.conf',
  '/boot/installer/efi-grub.cfg',
  '/boot/installer/grub.cfg',
  '/boot/installer/extlinux.conf',
] as const;
export type ReadFile = (typeof readFiles)[number];

/** Where the installers leave their log, the newest first; the second is of 5.6 and 6.0. */
export const logFiles = ['/var/log/installer/install-log', '/root/install-log', '/tmp/install-log'] as const;
export type LogFile = (typeof logFiles)[number];

/** Folders in which administrators put files of their own. */
export const ownFolders = [
  '/etc/cron.d',
  '/etc/cron.daily',
  '/etc/cron.hourly',
  '/etc/cron.weekly',
  '/etc/modprobe.d',
  '/etc/sysctl.d',
  '/etc/sudoers.d',
  '/etc/udev/rules.d',
  '/etc/yum.repos.d',
  '/etc/rsyslog.d',
  '/etc/systemd/system',
  '/etc/xapi.d/plugins',
  '/usr/local',
  '/var/spool/cron',
] as const;

const megabyte = 1024 * 1024;

/** As many memory controllers as a host may have; those that it lacks are passed over. */
const memoryCounters = Array.from({ length: 16 }, (_, number) => `/sys/devices/system/edac/mc/mc${number}`).flatMap(
  (controller) => [`${controller}/ue_count`, `${controller}/ce_count`],
);

/** The `<source>` of an answer file, in whatever file of the folder it lies. */
const sourceElement = 'type="url">[^<]*</source>';

export const reading = {
  file: kind(
    'cat FILE',
    'boot configuration, inventory, mounts, software RAID (the files are listed below)',
    (file: ReadFile) => command(['cat', '--', file]),
  ),
  firmware: kind('test -d /sys/firmware/efi', 'whether the host booted by UEFI', () =>
    command(['test', '-d', '/sys/firmware/efi']),
  ),
  deviceOf: kind('readlink -f DEVICE', 'the name of the system disk', (device: string) =>
    command(['readlink', '-f', '--', device]),
  ),
  blockDevices: kind('ls -l /sys/block', 'how each disk is attached: SATA, SAS, Fibre Channel, iSCSI …', () =>
    command(['ls', '-l', '/sys/block']),
  ),
  disksBelow: kind('ls /sys/block/DEVICE/slaves', 'the paths of a multipath system disk', (device: string) =>
    command(['ls', `/sys/block/${device}/slaves`]),
  ),
  partitions: kind('sgdisk --print DISK', 'the partition table of the system disk', (disk: string) =>
    command(['sgdisk', '--print', disk]),
  ),
  oldPartitions: kind('fdisk -l DISK', 'the same on hosts without sgdisk', (disk: string) =>
    command(['fdisk', '-l', disk]),
  ),
  space: kind('df -P -k / /boot /var/log', 'free space', () => command(['df', '-P', '-k', '/', '/boot', '/var/log'])),
  paths: kind('multipath -ll', 'failed paths to a multipath system disk', () => command(['multipath', '-ll'])),
  smart: kind('smartctl -H DISK', 'what the disks that carry the system say of their health', (disk: string) =>
    command(['smartctl', '-H', disk], { ...small, deadline: 20_000 }),
  ),
  memoryErrors: kind('grep -s -H … /sys/devices/system/edac/mc/…', 'errors of memory that its kernel counted', () =>
    command(['grep', '-s', '-H', '^[0-9]', ...memoryCounters]),
  ),
  firstBootSteps: kind('find /etc/firstboot.d -maxdepth 1 …', 'the steps of the first boot', () =>
    command(['find', '/etc/firstboot.d', '-maxdepth', '1', '-type', 'f', '-perm', '-100', '-name', '[0-9]*']),
  ),
  firstBootDone: kind('ls /etc/firstboot.d/state', 'which of them have ended', () =>
    command(['ls', '/etc/firstboot.d/state']),
  ),
  firstBootMarks: kind('ls /var/lib/misc', 'the same on newer hosts', () => command(['ls', '/var/lib/misc'])),
  packages: kind('rpm -qa --qf …', 'packages that the medium does not bring', () =>
    command(['rpm', '-qa', '--qf', '%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{VENDOR}\\n'], large),
  ),
  changedFiles: kind('rpm -V -a -c', 'configuration files that were edited', () =>
    command(['env', 'LC_ALL=C', 'rpm', '-V', '-a', '-c'], large),
  ),
  ownFiles: kind('find FOLDERS -type f', 'files that administrators added (the folders are listed below)', () =>
    command(['find', ...ownFolders, '-type', 'f'], large),
  ),
  ownersOf: kind('rpm -qf FILES', 'which of them belong to no package', (files: readonly string[]) =>
    command(['env', 'LC_ALL=C', 'rpm', '-qf', '--qf', '', '--', ...files], large),
  ),
  pciDevices: kind('lspci -m -n', 'devices that the medium must drive', () => command(['lspci', '-m', '-n'])),
  chrony: kind('chronyc -n tracking', 'whether the clock is kept by a time server', () =>
    command(['chronyc', '-n', 'tracking']),
  ),
  ntp: kind('ntpq -p -n', 'the same on hosts with ntpd', () => command(['ntpq', '-p', '-n'])),
  installerFolder: kind('ls /boot/installer', 'whether an installer is staged', () =>
    command(['ls', '/boot/installer']),
  ),
  stagedDigests: kind('sha256sum /boot/installer/…', 'that the staged files are those of the medium', () =>
    command(['sha256sum', ...['xen.gz', 'vmlinuz', 'install.img'].map((name) => `/boot/installer/${name}`)], {
      ...small,
      deadline: 120_000,
    }),
  ),
  stagedSource: kind('grep … /boot/installer', 'that the staged answer file has the address of this run', () =>
    command(['grep', '-a', '-r', '-o', '-h', '-m', '1', sourceElement, '/boot/installer'], {
      ...small,
      deadline: 60_000,
    }),
  ),
  packedSource: kind(
    'zgrep … /boot/installer/upgrade.img',
    'the same where it lies in a packed image (before 2017)',
    () =>
      command(['zgrep', '-a', '-o', '-m', '1', sourceElement, '/boot/installer/upgrade.img'], {
        ...small,
        deadline: 120_000,
      }),
  ),
  logAge: kind('stat -c … LOG', 'whether the installer’s log is of this upgrade', (log: LogFile) =>
    command(['stat', '-c', '%Y %s', log]),
  ),
  log: kind('cat LOG', 'the installer’s log', (log: LogFile) =>
    command(['cat', '--', log], { maxBytes: 16 * megabyte, deadline: 120_000 }),
  ),
} as const;

/** Only to take out what a run has staged; see src/controller/shell/remove-staged.ts. */
export const changing = {
  keepCopy: change(
    'cp -p CONFIG CONFIG.drydock',
    'keeps the boot configuration as it was',
    (file: string, copy: string) => command(['cp', '-p', '--', file, copy]),
  ),
  write: change(
    'dd of=CONFIG.drydock-new conv=fsync',
    'writes the new one beside it, onto the disk',
    (file: string, text: string) => ({
      ...command(['dd', `of=${file}`, 'conv=fsync'], { ...small, deadline: 60_000 }),
      input: text,
    }),
  ),
  takeMode: change('chmod --reference=CONFIG CONFIG.drydock-new', 'with the same rights', (from: string, to: string) =>
    command(['chmod', `--reference=${from}`, '--', to]),
  ),
  sync: change('sync', 'puts the change on the disk', () => command(['sync'], { ...small, deadline: 60_000 })),
  replace: change('mv -f CONFIG.drydock-new CONFIG', 'puts it in place at once', (from: string, to: string) =>
    command(['mv', '-f', '--', from, to]),
  ),
  clearNextBoot: change(
    'grub-editenv GRUBENV unset override_entry',
    'takes the mark for the next boot back',
    (file: string) => command(['grub-editenv', file, 'unset', 'override_entry']),
  ),
  removeInstaller: change(
    'rm -r -f /boot/installer',
    'removes the staged installer, with the address in its answer file',
    () => command(['rm', '-r', '-f', '--', '/boot/installer'], { ...small, deadline: 60_000 }),
  ),
} as const;

function kind<Args extends readonly unknown[]>(
  shown: string,
  why: string,
  make: CommandKind<Args>['make'],
): CommandKind<Args> {
  return { shown, why, changes: false, make };
}

function change<Args extends readonly unknown[]>(
  shown: string,
  why: string,
  make: CommandKind<Args>['make'],
): CommandKind<Args> {
  return { shown, why, changes: true, make };
}
