/** The software bill of materials: CycloneDX 1.6 JSON (ECMA-424) of what is shipped, the same bytes for the same lock file. */
import { createHash } from 'node:crypto';
import { readLockFile, shipped, type LockedPackage, type LockFile } from './lock-file.js';

export const sbomPath = 'packaging/drydock.cdx.json';

export function sbom(lock: LockFile = readLockFile()): string {
  const folders = shipped(lock);
  const components = folders.map((folder) => componentOf(need(lock, folder)));
  const own = `pkg:npm/${lock.name}@${lock.version}`;
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(components))}`,
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', 'bom-ref': own, name: lock.name, version: lock.version, purl: own },
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components,
    dependencies: [
      { ref: own, dependsOn: refs(lock, lock.roots) },
      ...folders.map((folder) => {
        const { uses, ...rest } = need(lock, folder);
        return { ref: purl(rest), dependsOn: refs(lock, uses) };
      }),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function componentOf({ name, version, license, integrity }: LockedPackage): object {
  const [algorithm = '', digest = ''] = integrity?.split('-') ?? [];
  return {
    type: 'library',
    'bom-ref': purl({ name, version }),
    ...{ name, version, purl: purl({ name, version }) },
    licenses: [{ license: { id: spdx(license) } }],
    ...(integrity === undefined
      ? {}
      : {
          hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }],
        }),
  };
}

/** The name in use since SPDX 3.0 for what packages still call LGPL-3.0+. */
function spdx(license = 'NOASSERTION'): string {
  return license === 'LGPL-3.0+' ? 'LGPL-3.0-or-later' : license;
}

/** https://github.com/package-url/purl-spec: the `@` of a scope is written %40. */
function purl({ name, version }: Pick<LockedPackage, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function refs(lock: LockFile, folders: readonly string[]): readonly string[] {
  return [...new Set(folders.map((folder) => purl(need(lock, folder))))].sort();
}

function need({ packages }: LockFile, folder: string): LockedPackage {
  const found = packages.get(folder);
  if (found === undefined) throw new Error(`package-lock.json has no ${folder}`);
  return found;
}

/** A name-based identifier (RFC 9562, version 8): the same content has the same. */
function uuidOf(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
