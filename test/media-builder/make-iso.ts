/** Turns a tree into an image as the vendors do: Rock Ridge, Joliet with long names, two boot entries, a hybrid's tail. */
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTime } from './medium-options.js';
import { run } from './programs.js';

const bootOptions = [
  ...['-b', 'boot/isolinux/isolinux.bin', '-c', 'boot/isolinux/boot.cat', '-no-emul-boot', '-boot-load-size', '4'],
  ...['-boot-info-table', '-eltorito-alt-boot', '-e', 'boot/efiboot.img', '-no-emul-boot'],
];

export interface IsoOptions {
  readonly label: string;
  readonly bootable: boolean;
}

export async function makeIso(tree: string, image: string, options: IsoOptions): Promise<void> {
  await setTimes(tree);
  await run(
    'xorriso',
    [
      '-as',
      'mkisofs',
      '-quiet',
      '-r',
      '-J',
      '-joliet-long',
      '-V',
      options.label,
      ...(options.bootable ? bootOptions : []),
      '-o',
      image,
      tree,
    ],
    { env: { SOURCE_DATE_EPOCH: String(buildTime) } },
  );
}

/** Only Joliet names: what a reader without Rock Ridge sees. xorriso always writes Rock Ridge, bsdtar need not. */
export async function makeJolietOnlyIso(tree: string, image: string): Promise<void> {
  await run('bsdtar', ['-cf', image, '--format=iso9660', '--options=joliet=long,!rockridge', '-C', tree, '.']);
}

/** Only the capitals of plain ISO 9660. */
export async function makePlainIso(tree: string, image: string): Promise<void> {
  await run('bsdtar', ['-cf', image, '--format=iso9660', '--options=!joliet,!rockridge', '-C', tree, '.']);
}

async function setTimes(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await setTimes(path);
    else if (entry.isFile()) await utimes(path, buildTime, buildTime);
  }
  await utimes(folder, buildTime, buildTime);
}
