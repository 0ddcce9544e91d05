/** The boot loader's files of a simulated control domain, as the upgrade plugin's library writes them (python-libs, bootloader.py). */
import { isAtLeast } from '../../releases/versions.js';
import type { Host, StagedInstallation } from '../state/objects.js';

export interface BootFiles {
  readonly config: string;
  /** Where the plugin keeps how it was. */
  readonly saved: string;
  /** GRUB's environment block; null before 7.0. */
  readonly environment: string | null;
}

export function bootFilesOf(host: Host): BootFiles {
  if (!isGrub(host))
    return { config: '/boot/extlinux.conf', saved: '/boot/installer/extlinux.conf', environment: null };
  if (host.machine.firmware === 'uefi') {
    const folder = '/boot/efi/EFI/xenserver';
    return { config: `${folder}/grub.cfg`, saved: '/boot/installer/efi-grub.cfg', environment: `${folder}/grubenv` };
  }
  return { config: '/boot/grub/grub.cfg', saved: '/boot/installer/grub.cfg', environment: '/boot/grub/grubenv' };
}

function isGrub(host: Host): boolean {
  return isAtLeast(host.running.facts.platform.version, '2.0.0');
}

/** @param staged null: as it is when nothing is staged */
export function bootConfigText(host: Host, staged: StagedInstallation | null): string {
  return isGrub(host) ? grubText(staged) : extlinuxText(staged);
}

export function environmentText(staged: StagedInstallation | null): string {
  const head = '# GRUB Environment Block\n';
  const entry = staged?.entry === 'one-shot' ? 'override_entry=1\n' : '';
  return `${head}${entry}`.padEnd(1024, '#');
}

const arguments_ = 'install answerfile=file:///answerfile network_device=02:00:00:00:00:01';

function grubText(staged: StagedInstallation | null): string {
  const once = staged?.entry === 'one-shot' ? ['\tunset override_entry', '\tsave_env override_entry'] : [];
  const entry =
    staged === null
      ? []
      : [
          "menuentry 'Rolling pool upgrade' {",
          ...once,
          '\tsearch --label --set root root-simul',
          '\tmultiboot2 /boot/installer/xen.gz dom0_mem=1024M',
          `\tmodule2 /boot/installer/vmlinuz ${arguments_}`,
          '\tmodule2 /boot/installer/upgrade.img',
          '}',
        ];
  return lines([
    'serial --unit=0 --speed=115200',
    'terminal_input serial console',
    'terminal_output serial console',
    `set default=${staged?.entry === 'default' ? 1 : 0}`,
    'set timeout=5',
    'if [ -s $prefix/grubenv ]; then',
    '\tload_env',
    'fi',
    '',
    'if [ -n "$override_entry" ]; then',
    '\tset default=$override_entry',
    'fi',
    '',
    "menuentry 'XenServer' {",
    '\tsearch --label --set root root-simul',
    '\tmultiboot2 /boot/xen.gz dom0_mem=4096M,max:4096M',
    '\tmodule2 /boot/vmlinuz-4.19-xen root=LABEL=root-simul ro',
    '\tmodule2 /boot/initrd-4.19-xen.img',
    '}',
    ...entry,
  ]);
}

function extlinuxText(staged: StagedInstallation | null): string {
  const entry =
    staged === null
      ? []
      : [
          '',
          'label upgrade',
          '  # Rolling pool upgrade',
          '  kernel mboot.c32',
          `  append /boot/installer/xen.gz dom0_mem=752M --- /boot/installer/vmlinuz ${arguments_} --- /boot/installer/upgrade.img`,
        ];
  return lines([
    '# location mbr',
    `default ${staged === null ? 'xe' : 'upgrade'}`,
    'prompt 1',
    'timeout 50',
    '',
    'label xe',
    '  # XenServer',
    '  kernel mboot.c32',
    '  append /boot/xen.gz dom0_mem=752M --- /boot/vmlinuz-2.6-xen root=LABEL=root-simul ro --- /boot/initrd-2.6-xen.img',
    ...entry,
  ]);
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
