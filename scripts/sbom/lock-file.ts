/** The packages that npm would install, as package-lock.json has them; what is shipped is told from what only builds and tests. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});

const entrySchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  dependencies: names,
  optionalDependencies: names,
});

const lockSchema = z.object({
  name: z.string(),
  version: z.string(),
  packages: z.record(z.string(), entrySchema),
});

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, as the package says; undefined where the lock file has none. */
  readonly license: string | undefined;
  /** Subresource integrity: `sha512-…`. */
  readonly integrity: string | undefined;
  /** Folders of the packages it uses, optional ones too. */
  readonly uses: readonly string[];
}

export interface LockFile {
  readonly name: string;
  readonly version: string;
  /** By folder: `node_modules/zod`. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly roots: readonly string[];
}

/** Bundled although it stands among the packages for development (docs/dependencies.md). */
const bundled = ['ssh2', 'lit', 'uplot', '@fontsource-variable/inter'].map((name) => `node_modules/${name}`);

/** Optional native parts that are never there (scripts/build.mjs): who installs Drydock gets none of them. */
const absent = ['cpu-features', 'nan'];

/** Packages whose lock entry has no licence: their package.json has it in the old form. */
const unsaid: Readonly<Record<string, string>> = { ssh2: 'MIT', buildcheck: 'MIT', 'cpu-features': 'MIT' };

export function readLockFile(path = 'package-lock.json'): LockFile {
  const lock = lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const packages = new Map<string, LockedPackage>();
  for (const [folder, entry] of Object.entries(lock.packages)) {
    const name = entry.name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { version = '', license = unsaid[name], integrity } = entry;
    const wanted = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
    const uses = wanted.filter((use) => !absent.includes(use)).flatMap((use) => found(lock.packages, folder, use));
    if (folder !== '') packages.set(folder, { name, version, license, integrity, uses });
  }
  const own = Object.keys(lock.packages['']?.dependencies ?? {}).map((name) => `node_modules/${name}`);
  return { name: lock.name, version: lock.version, packages, roots: [...own, ...bundled] };
}

/** The folders of all that is shipped, sorted. */
export function shipped({ packages, roots }: LockFile): readonly string[] {
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    if (seen.has(folder)) return;
    seen.add(folder);
    packages.get(folder)?.uses.forEach(visit);
  };
  roots.forEach(visit);
  return [...seen].sort();
}

/** As Node looks for a package: in the nearest node_modules above. */
function found(packages: Readonly<Record<string, unknown>>, from: string, name: string): readonly string[] {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined) return [candidate];
    if (folder === '' || !folder.includes('/node_modules/')) {
      const top = `node_modules/${name}`;
      return packages[top] === undefined ? [] : [top];
    }
  }
}
