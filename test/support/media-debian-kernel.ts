/** Real kernel modules for interop tests: those of Debian's kernel for virtual machines, which is the smallest there is. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../media-builder/programs.js';

/** Where CI has put the package (.ci/run), so that no test waits for a mirror. */
const archives = '/var/cache/apt/archives';
const packageFile = /^linux-image-[^_]*cloud-amd64_.*\.deb$/;

/**
 * Unpacks the modules and gives the version of their kernel; skips the suite where they cannot be had, and fails it in CI.
 * @param work a folder for the package; @param root a folder to be made, for `lib/modules/<kernel>`
 */
export async function debianKernelModules(context: Mocha.Context, work: string, root: string): Promise<string> {
  const present = await find(archives);
  const file = present ?? (await download(work).catch(() => undefined));
  if (file === undefined) {
    const message = 'needs a Debian kernel package, and apt-get cannot download one';
    if (process.env['CI'] === 'true') throw new Error(message);
    process.stderr.write(`    skipped: ${message}\n`);
    return context.skip();
  }
  await mkdir(root);
  await run('dpkg-deb', ['-x', file, root]);
  const [kernel = ''] = await readdir(join(root, 'lib', 'modules'));
  return kernel;
}

async function download(work: string): Promise<string | undefined> {
  // The package of that name is empty and depends on the newest kernel.
  const depends = (await run('apt-cache', ['depends', 'linux-image-cloud-amd64'])).toString();
  const name = /Depends: (linux-image-\S+cloud-amd64)/.exec(depends)?.[1] ?? '';
  await run('apt-get', ['download', name], { cwd: work });
  return find(work);
}

async function find(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => packageFile.test(name));
  // The empty package has the name without a version.
  const name = names.find((candidate) => !candidate.startsWith('linux-image-cloud-amd64_'));
  return name === undefined ? undefined : join(folder, name);
}
