/** Trees like those of a control domain, by kind of host, with programs that print what such a host prints. */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as texts from './dom0-texts.js';

export const dom0Kinds = ['6.5 MBR', '7.6 GPT BIOS', '8.2 UEFI', 'XCP-ng 8.3', 'boot from SAN'] as const;
export type Dom0Kind = (typeof dom0Kinds)[number];

interface Tree {
  readonly files: Readonly<Record<string, string>>;
  /** What a program prints, and its exit code; a program that is not here is not found. */
  readonly programs: Readonly<Record<string, { readonly out: string; readonly code?: number }>>;
}

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/boot-config/${name}`, import.meta.url), 'utf8');

const inventory = (disk: string): string =>
  `PRIMARY_DISK='${disk}'\nBACKUP_PARTITION='${disk}-part2'\nCONTROL_DOMAIN_UUID='0c2e'\n`;

const extlinux = '/boot/extlinux.conf';
const grub = '/boot/grub/grub.cfg';
const efiGrub = '/boot/efi/EFI/xenserver/grub.cfg';
const noMark = '# GRUB Environment Block\n'.padEnd(1024, '#');

const packages = (vendor: string): string =>
  `xapi-core\t1.249.3-1\t${vendor}\nbash\t4.2.46-30\tCentOS\nsrvadmin-base\t9.1.0-2757\tDell Inc.\n`;

const steps = ['05-filesystem-summarise', '90-flush-pool-db'];
const firstBoot = Object.fromEntries(
  steps.flatMap((step) => [
    [`/etc/firstboot.d/${step}`, '#!/bin/sh\n'],
    [`/etc/firstboot.d/state/${step}`, ''],
  ]),
);

const common = (disk: string): Tree['files'] => ({
  '/etc/xensource-inventory': inventory(disk),
  '/etc/firstboot.d/data/sr-multipathing.conf': "MULTIPATHING_ENABLED='False'\n",
  '/proc/mounts': '/dev/sda1 / ext3 rw 0 0\n',
  '/etc/cron.d/backup-config': '* * * * * root true\n',
  '/proc/mdstat': texts.mdstatNone,
});

/** The counters of {@link texts.memoryCounters}, each in its file. */
const memoryCounters = Object.fromEntries(
  [...texts.memoryCounters.matchAll(/^(\S+):(\d+)$/gm)].map(([, path = '', count = '']) => [path, `${count}\n`]),
);

const trees: Readonly<Record<Dom0Kind, Tree>> = {
  '6.5 MBR': {
    files: { ...common('/dev/sda'), ...firstBoot, [extlinux]: fixture('saved.lasting.extlinux.conf') },
    programs: {
      sgdisk: { out: texts.sgdiskOld },
      df: {
        out: 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda2 4127440 3094000 823776 79% /\n',
      },
      rpm: { out: packages('Citrix Systems, Inc.') },
      lspci: { out: texts.lspci },
      smartctl: { out: texts.smartRaid, code: 2 },
      ntpq: { out: texts.ntpGood },
      'ls-block': { out: texts.sysBlock({ sda: texts.devicePaths.raid }) },
    },
  },
  '7.6 GPT BIOS': {
    files: {
      ...common('/dev/sda'),
      ...firstBoot,
      [grub]: fixture('saved.once.grub.cfg'),
      '/boot/grub/grubenv': noMark,
    },
    programs: {
      sgdisk: { out: texts.sgdiskModern },
      df: { out: texts.dfModern },
      rpm: { out: packages('Citrix Systems, Inc.') },
      lspci: { out: texts.lspci },
      smartctl: { out: texts.smartSas },
      ntpq: { out: texts.ntpGood.replace('*', ' ') },
      'ls-block': { out: texts.sysBlock({ sda: texts.devicePaths.sas }) },
    },
  },
  '8.2 UEFI': {
    files: {
      ...common('/dev/sda'),
      ...firstBoot,
      ...memoryCounters,
      '/sys/firmware/efi/runtime': '',
      [efiGrub]: fixture('saved.once.grub.cfg'),
      '/boot/efi/EFI/xenserver/grubenv': noMark,
    },
    programs: {
      sgdisk: { out: texts.sgdiskModern },
      df: { out: texts.dfModern },
      rpm: { out: packages('Citrix Systems, Inc.') },
      lspci: { out: texts.lspci },
      smartctl: { out: texts.smartSata, code: 32 },
      chronyc: { out: texts.chronyGood },
      'ls-block': { out: texts.sysBlock({ sda: texts.devicePaths.sata }) },
    },
  },
  'XCP-ng 8.3': {
    files: {
      ...common('/dev/md127'),
      '/proc/mdstat': texts.mdstatDegraded.replaceAll('sda', 'nvme0n1').replaceAll('sdb', 'nvme1n1'),
      '/sys/firmware/efi/runtime': '',
      '/var/lib/misc/ran-network-init': '',
      [efiGrub]: fixture('saved.once.grub.cfg'),
      '/boot/efi/EFI/xenserver/grubenv': noMark,
    },
    programs: {
      sgdisk: { out: texts.sgdiskModern.replaceAll('/dev/sda', '/dev/md127') },
      df: { out: texts.dfModern },
      rpm: { out: packages('XCP-ng') },
      lspci: { out: texts.lspci },
      smartctl: { out: texts.smartFailing, code: 8 },
      chronyc: { out: texts.chronyGood },
      'ls-block': {
        out: texts.sysBlock({ nvme0n1: texts.devicePaths.nvme, nvme1n1: texts.devicePaths.nvme }) + texts.mdDevice,
      },
    },
  },
  'boot from SAN': {
    files: {
      ...common('/dev/dm-0'),
      ...firstBoot,
      '/etc/firstboot.d/data/sr-multipathing.conf': "MULTIPATHING_ENABLED='True'\n",
      '/sys/block/dm-0/slaves/sda': '',
      '/sys/block/dm-0/slaves/sdb': '',
      [grub]: fixture('saved.once.grub.cfg'),
      '/boot/grub/grubenv': noMark,
    },
    programs: {
      sgdisk: { out: texts.sgdiskModern },
      df: { out: texts.dfModern },
      rpm: { out: packages('XCP-ng') },
      lspci: { out: texts.lspci },
      chronyc: { out: texts.chronyGood },
      multipath: { out: texts.multipathHalf },
      'ls-block': {
        out:
          texts.sysBlock({ sda: texts.devicePaths.fibreChannel, sdb: texts.devicePaths.fibreChannel }) + texts.dmDevice,
      },
    },
  },
};

/** What rpm says depends on how it is asked. */
const rpmScript = (out: string): string => `#!/bin/bash
case " $* " in
  *" -qa "*) cat <<'END'
${out}END
  ;;
  *" -V "*) cat <<'END'
${texts.rpmVerified}END
  exit 1 ;;
  *" -qf "*) for f in "$@"; do case "$f" in /*) echo "file $f is not owned by any package";; esac; done; exit 1 ;;
esac
`;

/** Everything of /sys/block but the disks below a device is printed, since links into a tree of devices are not made here. */
const lsScript = (out: string): string => `#!/bin/bash
if [ "$*" = "-l /sys/block" ]; then cat <<'END'
${out}END
else exec /usr/bin/ls "$@"; fi
`;

/** As GRUB's own: the block keeps its size. */
const grubEditenv = `#!/bin/bash
[ "$2" = unset ] || exit 1
text=$(grep -v "^$3=" "$1" | grep -v '^##'); printf '%s\\n%01024d' "$text" 0 | tr 0 '#' | head -c 1024 > "$1.new" && cat "$1.new" > "$1" && rm "$1.new"
`;

export async function buildDom0(root: string, kind: Dom0Kind): Promise<void> {
  const { files, programs } = trees[kind];
  for (const [path, text] of Object.entries(files))
    await put(root, path, text, path.startsWith('/etc/firstboot.d/') && !path.includes('/data/') ? 0o755 : 0o644);
  for (const folder of ['usr', 'dev', 'tmp', 'var/log', 'etc/cron.d', 'root', 'boot', 'var/lib/misc']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) await symlink(`usr/${name}`, join(root, name));
  for (const [name, { out, code = 0 }] of Object.entries(programs)) {
    if (name === 'rpm') await put(root, '/opt/dom0/rpm', rpmScript(out), 0o755);
    else if (name === 'ls-block') await put(root, '/opt/dom0/ls', lsScript(out), 0o755);
    else await put(root, `/opt/dom0/${name}`, `#!/bin/bash\ncat <<'END'\n${out}END\nexit ${code}\n`, 0o755);
  }
  await put(root, '/opt/dom0/grub-editenv', grubEditenv, 0o755);
  // A disk as a plain file: readlink asks for nothing else.
  await put(root, '/opt/dom0/readlink', '#!/bin/bash\nfor last; do :; done; echo "$last"\n', 0o755);
}

/** What `main` of the plugin leaves: entry, copy of the configuration, files, answer file. */
export async function stageDom0(
  root: string,
  kind: Dom0Kind,
  url: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await rm(join(root, 'boot/installer'), { recursive: true, force: true });
  const isOld = kind === '6.5 MBR';
  const isEfi = kind === '8.2 UEFI' || kind === 'XCP-ng 8.3';
  const [config, saved, name] = isOld
    ? [extlinux, 'extlinux.conf', 'lasting.extlinux.conf']
    : [isEfi ? efiGrub : grub, isEfi ? 'efi-grub.cfg' : 'grub.cfg', 'once.grub.cfg'];
  await put(root, `/boot/installer/${saved}`, fixture(`saved.${name}`));
  await put(root, config, fixture(`staged.${name}`));
  if (!isOld) {
    const environment = config.replace('grub.cfg', 'grubenv');
    await put(root, environment, '# GRUB Environment Block\noverride_entry=2\n'.padEnd(1024, '#'));
  }
  for (const [file, text] of Object.entries(files)) await put(root, `/boot/installer/${file}`, text);
  await put(root, '/boot/installer/upgrade.img', 'no answer file in it');
  await put(
    root,
    '/boot/installer/answerfile',
    `<?xml version="1.0"?>\n<installation mode="upgrade">\n  <source type="url">${url}</source>\n</installation>\n`,
  );
}

export function bootFilesOf(kind: Dom0Kind): { config: string; original: string; environment: string | null } {
  if (kind === '6.5 MBR') return { config: extlinux, original: trees[kind].files[extlinux] ?? '', environment: null };
  const config = kind === '8.2 UEFI' || kind === 'XCP-ng 8.3' ? efiGrub : grub;
  return { config, original: trees[kind].files[config] ?? '', environment: config.replace('grub.cfg', 'grubenv') };
}

export async function put(root: string, path: string, text: string, mode = 0o644): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
}
