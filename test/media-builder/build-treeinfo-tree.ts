/** Builds the tree of a medium of 7.0 and later. */
import { copyFile, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBootFiles } from './build-boot-files.js';
import { buildPackages } from './build-packages.js';
import { buildTime, type MediumSpec } from './medium-options.js';
import { run } from './programs.js';
import { openSigner, testPublicKey } from './signing.js';

const keyName = 'RPM-GPG-KEY-synth';

/** @param tree an empty folder; @param work an empty folder for what is in between */
export async function buildTreeinfoTree(spec: MediumSpec, tree: string, work: string): Promise<void> {
  await buildBootFiles(spec, tree);
  await writeFile(join(tree, '.treeinfo'), treeinfo(spec));
  await copyFile(testPublicKey, join(tree, keyName));
  const packages = await buildPackages(spec.packages, work, join(tree, 'Packages'));
  const signer = await openSigner();
  try {
    await signer.signPackages(packages);
    for (const path of packages) await utimes(path, buildTime, buildTime);
    await buildRepository(spec, tree, work);
    await signer.signDetached(join(tree, 'repodata', 'repomd.xml'));
  } finally {
    await signer.close();
  }
}

async function buildRepository(spec: MediumSpec, tree: string, work: string): Promise<void> {
  const groups = join(work, 'comps.xml');
  await writeFile(groups, comps(spec));
  await utimes(groups, buildTime, buildTime);
  const revision = ['--revision', String(buildTime), '--set-timestamp-to-revision'];
  const vendors = ['--no-database', '--compress-type', 'gz', '--checksum', 'sha256', '--workers', '1'];
  await run('createrepo_c', ['--quiet', ...revision, ...vendors, '--groupfile', groups, tree], {
    env: { SOURCE_DATE_EPOCH: String(buildTime) },
  });
  for (const name of await readdir(join(tree, 'repodata')))
    await utimes(join(tree, 'repodata', name), buildTime, buildTime);
  await mkdir(join(tree, 'Packages'), { recursive: true });
}

function comps(spec: MediumSpec): string {
  const dom0 = new Set(['xapi-core', 'xen-hypervisor', 'kernel']);
  const base = spec.packages.map((item) => item.name).filter((name) => !dom0.has(name));
  return `<?xml version="1.0" encoding="UTF-8"?>
<comps>
${group('xenserver_base', base)}${group(
    'xenserver_dom0',
    spec.packages.map((item) => item.name).filter((name) => dom0.has(name)),
  )}</comps>
`;
}

function group(id: string, names: readonly string[]): string {
  const members = names.map((name) => `      <packagereq type="mandatory">${name}</packagereq>\n`).join('');
  return `  <group>
    <id>${id}</id>
    <name>${id}</name>
    <default>true</default>
    <uservisible>true</uservisible>
    <packagelist>
${members}    </packagelist>
  </group>
`;
}

function treeinfo(spec: MediumSpec): string {
  const old = `[platform]
name = XCP
version = ${spec.platformVersion}

[branding]
name = ${spec.productName}
version = ${spec.productVersion}

`;
  const system = `[system-v1]
platform_name = XCP
platform_version = ${spec.platformVersion}
product_name = ${spec.productName}
product_version = ${spec.productVersion}

`;
  return `${spec.treeinfo === 'system-v1-only' ? '' : old}${spec.treeinfo === 'platform-only' ? '' : system}[build]
number = ${spec.build}

[keys]
key1 = ${keyName}

[general]
name = ${spec.productName}-${spec.productVersion}
family = ${spec.productName}
timestamp = ${buildTime}.00
variant =
version = ${spec.productVersion}
packagedir =
arch = x86_64
`;
}
