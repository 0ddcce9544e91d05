/** Which boot files a host asks for before it boots into the installer (reference: host plugin, 2011 to 2025). */
import type { SourceTree } from '../source/source-tree.js';

export const bootFiles = {
  installImage: 'install.img',
  kernel: 'boot/vmlinuz',
  hypervisor: 'boot/xen.gz',
  /** XenServer 9 boots by UEFI only. */
  hypervisorEfi: 'boot/xen.efi',
  /** Asked for by the plugin from 2013-08 to 2024-12. */
  isolinuxConfig: 'boot/isolinux/isolinux.cfg',
  /** Parsed for Xen's arguments by the plugin since 2025-01. */
  grubConfig: 'EFI/xenserver/grub.cfg',
} as const;

/** Shown to the administrator before an upgrade: the plugin's getEUA reads the first, else the second. */
export const licenceFiles = ['EUA', 'EULA'] as const;

export function isBootFile(path: string): boolean {
  return Object.values<string>(bootFiles).includes(path);
}

/**
 * The boot files that are missing for a medium that boots as this one does: by UEFI only where there is a xen.efi and no
 * isolinux folder, else as all releases up to XenServer 8 and XCP-ng 8.3.
 */
export function missingBootFiles(tree: SourceTree): string[] {
  const has = (path: string): boolean => tree.files.has(path);
  const efiOnly = has(bootFiles.hypervisorEfi) && !tree.folders.has('boot/isolinux');
  const needed: string[] = efiOnly
    ? [bootFiles.installImage, bootFiles.kernel, bootFiles.grubConfig]
    : [bootFiles.installImage, bootFiles.kernel, bootFiles.hypervisor, bootFiles.isolinuxConfig];
  return needed.filter((path) => !has(path));
}
