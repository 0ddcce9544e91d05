/** Builds the tree of a medium of 6.0 to 6.5. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deterministicBytes } from './content.js';
import { buildBootFiles } from './build-boot-files.js';
import { buildPackages } from './build-packages.js';
import { buildTime, type MediumSpec } from './medium-options.js';
import { run } from './programs.js';

/** @param tree an empty folder; @param work an empty folder for what is in between */
export async function buildXsRepositoryTree(spec: MediumSpec, tree: string, work: string): Promise<void> {
  await buildBootFiles(spec, tree);
  await writeFile(join(tree, 'XS-REPOSITORY-LIST'), 'packages.main\npackages.xs\n');
  const [driver] = await buildPackages(spec.packages.slice(0, 1), work, join(work, 'built'));
  if (driver === undefined) throw new Error('no package was built');
  const platform = { originator: 'xcp', product: 'XCP', version: spec.platformVersion };
  await buildXsRepository(join(tree, 'packages.main'), platform, spec, { driver, archive: 'base' });
  const product = { originator: 'xs', product: spec.productName, version: spec.productVersion };
  await buildXsRepository(join(tree, 'packages.xs'), product, spec, { archive: 'xs' });
}

interface Identity {
  readonly originator: string;
  readonly product: string;
  readonly version: string;
}

async function buildXsRepository(
  folder: string,
  identity: Identity,
  spec: MediumSpec,
  content: { readonly driver?: string; readonly archive: string },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const archive = `${content.archive}.tar.bz2`;
  await writeFile(join(folder, archive), await packArchive(content.archive, folder));
  const lines = [await packageLine(folder, archive, `label="${content.archive}" type="tbz2"`, 'root="/"')];
  if (content.driver !== undefined) {
    const name = content.driver.slice(content.driver.lastIndexOf('/') + 1);
    await rename(content.driver, join(folder, name));
    lines.push(await packageLine(folder, name, 'label="synth-driver" type="driver-rpm"', 'kernel="any"'));
  }
  const { originator, product, version } = identity;
  await writeFile(
    join(folder, 'XS-REPOSITORY'),
    `<?xml version="1.0" ?>\n<repository originator="${originator}" name="main" product="${product}" version="${version}" build="${spec.build}">\n  <description>Synthetic Pack</description>\n</repository>\n`,
  );
  await writeFile(join(folder, 'XS-PACKAGES'), `<?xml version="1.0" ?>\n<packages>\n${lines.join('')}</packages>\n`);
}

async function packageLine(folder: string, name: string, before: string, after: string): Promise<string> {
  const bytes = await readFile(join(folder, name));
  const md5 = createHash('md5').update(bytes).digest('hex');
  return `  <package ${before} size="${bytes.length}" md5="${md5}" ${after}>${name}</package>\n`;
}

async function packArchive(name: string, folder: string): Promise<Buffer> {
  const inner = join(folder, 'content');
  await mkdir(inner);
  await writeFile(join(inner, `${name}.bin`), deterministicBytes(name, 60_000));
  const fixed = ['--sort=name', `--mtime=@${buildTime}`, '--owner=0', '--group=0', '--numeric-owner', '--format=ustar'];
  const archive = await run('tar', [...fixed, '--mode=u=rw,go=r', '-cf', '-', '-C', inner, `${name}.bin`]);
  await rm(inner, { recursive: true });
  return run('bzip2', ['-9'], { input: archive });
}
