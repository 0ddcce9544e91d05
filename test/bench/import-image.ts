/** The images that imports are measured with: signed packages by rpmbuild, as many as on a vendor's medium. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildMedium } from '../media-builder/build-medium.js';
import { withBulk, xcpNgLike } from '../media-builder/medium-options.js';
import { builderPrograms, missingPrograms } from '../media-builder/programs.js';

export interface BenchImage {
  readonly path: string;
  readonly bytes: number;
  /** "717 MB, 505 packages". */
  readonly title: string;
}

interface ImageSize {
  readonly packages: number;
  readonly packageBytes: number;
}

/** As large as an installation ISO of today, and one of 5 GB, for what grows with the size. */
export const imageSizes: readonly ImageSize[] = [
  { packages: 480, packageBytes: 1_340_000 },
  { packages: 480, packageBytes: 10_600_000 },
];

/** @throws when a program that builds media is missing */
export async function buildBenchImage(folder: string, size: ImageSize): Promise<BenchImage> {
  const missing = missingPrograms(builderPrograms);
  if (missing.length > 0) throw new Error(`this bench builds its images with ${missing.join(', ')}: not installed`);
  const path = join(folder, `${size.packageBytes}.iso`);
  const spec = withBulk(xcpNgLike({ installImage: 60_000_000, kernel: 8_000_000 }), size.packages, size.packageBytes);
  await buildMedium('treeinfo', spec, path);
  const { size: bytes } = await stat(path);
  return { path, bytes, title: `${Math.round(bytes / 1e6)} MB, ${spec.packages.length} packages` };
}
