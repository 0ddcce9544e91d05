import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { readLockFile, shipped } from '../../scripts/sbom/lock-file.js';
import { sbom, sbomPath } from '../../scripts/sbom/sbom.js';

/** Licences that let the product be given away under MIT with their texts beside it. LGPL only where users can replace the library. */
const allowed = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  '0BSD',
  // The dashboard's typeface.
  'OFL-1.1',
];
const replaceable = ['openpgp'];
/** Besides, of what only builds and tests. */
const allowedForDevelopment = [...allowed, 'PSF-2.0', 'CC0-1.0', 'CC-BY-4.0', 'Python-2.0', 'MPL-2.0'];

const documentSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
  components: z.array(
    z.object({
      'bom-ref': z.string().regex(/^pkg:npm\/(%40[^/@]+\/)?[^/@]+@[^@]+$/),
      name: z.string(),
      version: z.string(),
      licenses: z.array(z.object({ license: z.object({ id: z.string() }) })).length(1),
      hashes: z.array(z.object({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) })).length(1),
    }),
  ),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

describe('The bill of materials', () => {
  const lock = readLockFile();

  it('is up to date (npm run sbom)', () => {
    expect(readFileSync(sbomPath, 'utf8')).to.equal(sbom(lock));
  });

  it('has the form of CycloneDX 1.6, names each package once, and no dependency that it does not have', () => {
    const { components, dependencies } = documentSchema.parse(JSON.parse(sbom(lock)));
    const refs = components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).to.equal(refs.length);
    const own = `pkg:npm/${lock.name}@${lock.version}`;
    expect(dependencies.map(({ ref }) => ref)).to.have.members([own, ...refs]);
    for (const { dependsOn } of dependencies) for (const ref of dependsOn) expect(refs).to.include(ref);
  });

  it('has every dependency at run time, what they use in turn, and what is bundled; nothing that only builds and tests', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const names = shipped(lock).map((folder) => lock.packages.get(folder)?.name);
    expect(names).to.include.members([...Object.keys(dependencies), 'ssh2', 'bcrypt-pbkdf', '@libsql/linux-x64-gnu']);
    for (const tool of ['mocha', 'eslint', 'typescript', 'esbuild', 'cpu-features', 'nan'])
      expect(names).to.not.include(tool);
  });

  it('names no place from which the packages were fetched', () => {
    expect(sbom(lock)).to.not.match(/https?:/);
  });

  it('has only licences that are allowed, and so has everything that builds and tests', () => {
    const inProduct = new Set(shipped(lock));
    for (const [folder, { name, license }] of lock.packages) {
      if (replaceable.includes(name)) {
        expect(license, name).to.equal('LGPL-3.0+');
        continue;
      }
      expect(inProduct.has(folder) ? allowed : allowedForDevelopment, `${name}: ${license ?? 'none'}`).to.include(
        license,
      );
    }
  });
});
