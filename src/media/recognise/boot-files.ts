/** Which boot files a host asks for before it boots into the installer (reference: host plugin, 2011 to 2025). */
import type { MediaRelease } from '../../releases/media/media-release.js';
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

/**
 * The boot files that are missing for a medium that boots as this one does: by UEFI only where there is a xen.efi and no
 * isolinux folder; else what its release needs, or all releases up to XenServer 8 and XCP-ng 8.3 where that is not known.
 */
export function missingBootFiles(tree: SourceTree, release?: MediaRelease): string[] {
  const has = (path: string): boolean => tree.files.has(path);
  const efiOnly = has(bootFiles.hypervisorEfi) && !tree.folders.has('boot/isolinux');
  const needed: readonly string[] = efiOnly
    ? [bootFiles.installImage, bootFiles.kernel, bootFiles.grubConfig]
    : (release?.medium.bootFiles ?? bootFilesUpTo8);
  return needed.filter((path) => !has(path));
}

const bootFilesUpTo8 = [bootFiles.installImage, bootFiles.kernel, bootFiles.hypervisor, bootFiles.isolinuxConfig];
