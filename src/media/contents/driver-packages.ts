/**
 * The modules of dom0: those of the kernel's package and of the driver packages. Which packages these are is decided by the
 * folders that a package's header names, not by what it is called: the kernels are `kernel`, `kernel-alt`, `kernel-xen`;
 * drivers are `intel-ixgbe`, `igc-module`, `qlogic-fastlinq-alt`, `kmod-zfs-…`, `bnx2-modules-xen-…`. Since 7.0 those of the
 * vendors provide `vendor-driver`, which the others and the packages up to 6.5 do not. A package with `modules.alias`
 * is an exception (`kernel` leaves it to depmod), so the modules themselves are read.
 */
import { open } from 'node:fs/promises';
import { readRpmHeader, type RpmHeader } from '../formats/rpm-header.js';
import { modulesOfArchive, type ReadContentsOptions } from './install-image.js';
import { nothingFound, type FoundModules, type Unread } from './found-modules.js';
import { mayHoldModules } from './module-path.js';
import { unreadable } from './unreadable.js';

export interface PackageFile {
  /** Path in the medium. */
  readonly path: string;
  /** Path on disk. */
  readonly location: string;
  readonly size: number;
}

/** Its size is that of the payload. */
export interface DriverPackage extends PackageFile {
  readonly payload: RpmHeader['payload'];
}

/** @throws FILE_UNREADABLE, the signal's reason */
export async function driverPackages(
  files: readonly PackageFile[],
  signal: AbortSignal | undefined,
): Promise<{ readonly packages: readonly DriverPackage[]; readonly unread: readonly Unread[] }> {
  const packages: DriverPackage[] = [];
  const unread: Unread[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    try {
      const { folders, payload } = await headerOf(file);
      if (folders.some(mayHoldModules)) packages.push({ ...file, payload, size: file.size - payload.offset });
    } catch (error) {
      unread.push(unreadable(file.path, error, signal));
    }
  }
  return { packages, unread };
}

/** @throws FILE_UNREADABLE, the signal's reason; a payload that cannot be read is told in the result */
export async function modulesOfPackage(
  { path, location, payload }: DriverPackage,
  options: Pick<ReadContentsOptions, 'signal' | 'onBytes'>,
): Promise<FoundModules> {
  if (payload.format === 'cpio') return modulesOfArchive({ ...options, location, from: path }, payload.offset);
  const found = `a payload of the format ${payload.format}`;
  return { ...nothingFound(path), unread: [{ subject: path, code: 'MEDIA_ARCHIVE_UNSUPPORTED', found }] };
}

async function headerOf({ path, location }: PackageFile): Promise<RpmHeader> {
  const handle = await open(location);
  try {
    return await readRpmHeader(async (offset, length) => {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    }, path);
  } finally {
    await handle.close();
  }
}
