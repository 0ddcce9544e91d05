/** Which module of which kernel a file is, by its path, and which of several copies of a module a system loads. */

export interface ModulePath {
  /** Version of the kernel, as `uname -r` shows it. */
  readonly kernel: string;
  /** Below the folder of that kernel: `kernel/drivers/net/ixgbe.ko`, `modules.alias`. */
  readonly path: string;
}

const modulesFolder = /^(?:usr\/)?lib\/modules\/([^/]+)\/(.+)$/;

/** Undefined for what lies elsewhere. @param path without a leading slash */
export function modulePath(path: string): ModulePath | undefined {
  const [, kernel, rest] = modulesFolder.exec(path) ?? [];
  return kernel === undefined || rest === undefined ? undefined : { kernel, path: rest };
}

/** Whether a package with this folder may hold modules. @param folder as an RPM names it: `/lib/modules/4.19.0+1/updates/` */
export function mayHoldModules(folder: string): boolean {
  return /^\/?(?:usr\/)?lib\/modules\/[^/]+\/./.test(folder);
}

const moduleFile = /^(.+)\.ko(?:\.(?:gz|xz|zst|bz2|lzma))?$/;

/** The name that modprobe knows a module by, when the file is one. */
export function moduleName(path: string): string | undefined {
  return moduleFile.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]?.replaceAll('-', '_');
}

/** Whether it may drive storage or network devices: what an upgrade depends on. */
export function isDriverPath(path: string): boolean {
  return /^kernel\/drivers\/(?:ata|block|infiniband|message|mmc|net|nvme|scsi|usb\/host)\//.test(path);
}

/**
 * As depmod decides in dom0, whose /etc/depmod.d/dist.conf says `search override updates extra built-in weak-updates`
 * (XCP-ng's kernel module policy; XenServer's lacks `override`, and has no such folder). `built-in` is everything else.
 */
const searchOrder = ['override', 'updates', 'extra', '', 'weak-updates'] as const;

/** For sorting: the copy that is loaded comes first. @param left, right paths below the folder of the kernel */
export function comparePrecedence(left: string, right: string): number {
  const byFolder = rank(left) - rank(right);
  if (byFolder !== 0) return byFolder;
  // depmod leaves it to the order of the folder on disk; here it is always the same one.
  return left < right ? 1 : left > right ? -1 : 0;
}

function rank(path: string): number {
  const folder = searchOrder.findIndex((name) => name !== '' && path.startsWith(`${name}/`));
  return folder === -1 ? searchOrder.indexOf('') : folder;
}
