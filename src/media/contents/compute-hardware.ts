/** Opens what of a medium can hold kernel modules, and makes of it what the installer and dom0 would have. */
import { join } from 'node:path';
import type { MediumHardware } from '../hardware.js';
import type { Manifest } from '../manifest.js';
import { driverPackages, modulesOfPackage, type PackageFile } from './driver-packages.js';
import type { FoundModules, Unread } from './found-modules.js';
import { installImagePath, modulesOfInstallImage } from './install-image.js';
import { mergeModules } from './merge-modules.js';

export interface ComputeOptions {
  readonly onProgress?: ((progress: HardwareProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Of the compressed bytes of the image and of the packages that hold modules. */
export interface HardwareProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly current: string;
}

/** @param treeFolder where the medium's tree lies. @throws FILE_UNREADABLE, the signal's reason */
export async function computeHardware(
  manifest: Manifest,
  treeFolder: string,
  options: ComputeOptions,
): Promise<MediumHardware> {
  const { id, generation, source, target } = manifest;
  const files = packageFiles(manifest, treeFolder);
  const image = files.find(({ path }) => path === installImagePath);
  const packed = files.filter((file) => file !== image);
  const { packages, unread } = await driverPackages(
    packed.filter(({ path }) => path.endsWith('.rpm')),
    options.signal,
  );
  const read = reader([...(image === undefined ? [] : [image]), ...packages], options);
  const installer =
    image === undefined ? null : await read(image, (part) => modulesOfInstallImage({ ...part, ...fromFile(image) }));
  const found: FoundModules[] = [];
  for (const item of packages) found.push(await read(item, (part) => modulesOfPackage(item, part)));
  const dom0 = mergeModules(found, target.linux);
  return {
    format: 1,
    ...{ id, generation, sourceSha256: source.sha256 },
    installer: installer === null ? null : mergeModules([installer], target.linux),
    dom0: { ...dom0, unread: [...unread, ...otherPackages(packed), ...dom0.unread] },
  };
}

/** The image and all packages. */
function packageFiles(manifest: Manifest, treeFolder: string): PackageFile[] {
  return manifest.files
    .filter(({ path, role }) => path === installImagePath || role === 'package')
    .map(({ path, size }) => ({ path, size, location: join(treeFolder, path) }));
}

function fromFile({ path, location }: PackageFile): { readonly from: string; readonly location: string } {
  return { from: path, location };
}

/** The archives of the releases up to 6.5 could hold modules, too. */
function otherPackages(files: readonly PackageFile[]): Unread[] {
  return files
    .filter(({ path }) => !path.endsWith('.rpm'))
    .map(({ path }) => ({
      subject: path,
      code: 'MEDIA_ARCHIVE_UNSUPPORTED',
      found: 'a package that is no RPM, which is not looked into',
    }));
}

interface Reading {
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (count: number) => void;
}

/** Reads one file after the other and tells how far it is. */
function reader(files: readonly PackageFile[], { onProgress, signal }: ComputeOptions) {
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  const totalFiles = files.length;
  let [bytes, done] = [0, 0];
  return async (file: PackageFile, act: (reading: Reading) => Promise<FoundModules>): Promise<FoundModules> => {
    const say = (): void => onProgress?.({ bytes, totalBytes, files: done, totalFiles, current: file.path });
    say();
    const found = await act({
      signal,
      onBytes: (count) => {
        bytes += count;
        say();
      },
    });
    done += 1;
    return found;
  };
}
