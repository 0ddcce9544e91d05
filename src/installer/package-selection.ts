/** Which packages an installation takes: the targets, and what they require. */
import type { PackageTarget } from '../releases/release-facts.js';
import type { RepositoryPackage } from './parsers/repository-metadata.js';

export type Selection =
  | { readonly ok: true; readonly packages: readonly RepositoryPackage[] }
  /** The group, package or requirement that nothing on the medium provides. */
  | { readonly ok: false; readonly missing: string };

/**
 * By names alone, first provider wins: versions of requirements, conflicts and weak dependencies play no part on media,
 * which hold one version of each package. Files that only filelists.xml names count as provided.
 */
export function selectPackages(
  available: readonly RepositoryPackage[],
  groups: ReadonlyMap<string, readonly string[]>,
  targets: readonly PackageTarget[],
): Selection {
  const providers = providersByName(available);
  const chosen = new Set<RepositoryPackage>();
  const wanted: string[] = [];
  for (const target of targets) {
    const members = target.kind === 'package' ? [target.name] : groups.get(target.id);
    if (members === undefined) return { ok: false, missing: `@${target.kind === 'group' ? target.id : target.name}` };
    wanted.push(...members);
  }
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    const provider = providers.get(name);
    if (provider === undefined && isProvidedElsewhere(name)) continue;
    if (provider === undefined) return { ok: false, missing: name };
    if (chosen.has(provider)) continue;
    chosen.add(provider);
    wanted.push(...provider.requires);
  }
  return { ok: true, packages: available.filter((candidate) => chosen.has(candidate)) };
}

function providersByName(available: readonly RepositoryPackage[]): ReadonlyMap<string, RepositoryPackage> {
  const providers = new Map<string, RepositoryPackage>();
  for (const candidate of available) {
    for (const name of [candidate.name, ...candidate.provides, ...candidate.files]) {
      if (!providers.has(name)) providers.set(name, candidate);
    }
  }
  return providers;
}

/** `rpmlib(...)` is rpm itself; a path may stand in filelists.xml; `(a if b)` is a rich dependency. */
function isProvidedElsewhere(name: string): boolean {
  return name.startsWith('rpmlib(') || name.startsWith('/') || name.startsWith('(');
}
