/** Of everything found in an image or in packages: which modules the system would have, once depmod has run. */
import type { HardwareModule, ModuleSet } from '../hardware.js';
import type { FoundModule, FoundModules, KernelLists } from './found-modules.js';
import { comparePrecedence, isDriverPath, moduleName } from './module-path.js';
import { compactAlias, isPciAlias } from './pci-alias.js';

interface Candidate extends Omit<FoundModule, 'path'> {
  readonly from: string;
  readonly path: string | null;
}

/** @param booted version of the kernel that is booted, where it is known */
export function mergeModules(found: readonly FoundModules[], booted: string | null): ModuleSet {
  const copies = new Map<string, Candidate[]>();
  for (const origin of found) {
    for (const candidate of candidatesOf(origin)) {
      const key = `${candidate.kernel}/${candidate.name}`;
      const others = copies.get(key);
      if (others === undefined) copies.set(key, [candidate]);
      else others.push(candidate);
    }
  }
  const modules = [...copies.values()].map(chosen).sort(byKernelAndName);
  const kernels = kernelsOf(modules, booted);
  const [first] = kernels;
  return {
    kernels,
    modules,
    builtinUnknown: [...new Set(found.flatMap(({ lists }) => unknownBuiltins(lists.get(first ?? ''))))].sort(),
    unread: found.flatMap(({ unread }) => unread),
  };
}

/**
 * `modules.alias` is what modprobe reads, so it wins over what the modules of the same image say themselves; but it may
 * name modules that were left out of the image, and those drive nothing.
 */
function candidatesOf({ from, modules, lists }: FoundModules): Candidate[] {
  const listed = new Set<string>();
  for (const [kernel, { aliases }] of lists) if (aliases !== undefined) listed.add(kernel);
  const kernelsWithFiles = new Set(modules.map(({ kernel }) => kernel));
  const candidates: Candidate[] = modules.map((module) => {
    const aliases = lists.get(module.kernel)?.aliases;
    return { ...module, ...(aliases === undefined ? {} : split(aliases.get(module.name) ?? [])), from };
  });
  for (const [kernel, { aliases, builtinAliases }] of lists) {
    const unseen = kernelsWithFiles.has(kernel)
      ? new Map<string, string[]>()
      : (aliases ?? new Map<string, string[]>());
    for (const [name, list] of [...unseen, ...(builtinAliases ?? [])])
      candidates.push({ kernel, name, version: null, from, path: null, ...split(list) });
  }
  return candidates;
}

function split(aliases: readonly string[]): Pick<FoundModule, 'pci' | 'others'> {
  const pci = [...new Set(aliases.filter(isPciAlias).map(compactAlias))];
  return { pci, others: aliases.filter((alias) => !isPciAlias(alias)).length };
}

/** What is part of the kernel cannot be replaced by a file. */
function chosen(copies: Candidate[]): HardwareModule {
  const sorted = [...copies].sort((left, right) =>
    left.path === null || right.path === null
      ? Number(left.path !== null) - Number(right.path !== null)
      : comparePrecedence(left.path, right.path),
  );
  const [first, ...rest] = sorted as [Candidate, ...Candidate[]];
  const replaces = rest.flatMap(({ from, path, version }) => (path === null ? [] : [{ from, path, version }]));
  const { name, kernel, version, from, path, pci, others } = first;
  return { name, kernel, version, from, path, pci: [...pci], others, replaces };
}

function byKernelAndName(left: HardwareModule, right: HardwareModule): number {
  if (left.kernel !== right.kernel) return left.kernel < right.kernel ? -1 : 1;
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

/** A medium may bring a second kernel (kernel-alt of XCP-ng, kernel-kdump up to 6.x); it has fewer modules, or says so. */
function kernelsOf(modules: readonly HardwareModule[], booted: string | null): string[] {
  const counts = new Map<string, number>();
  for (const { kernel } of modules) counts.set(kernel, (counts.get(kernel) ?? 0) + 1);
  const order = ([kernel, count]: readonly [string, number]): number =>
    kernel === booted ? Number.MAX_SAFE_INTEGER : kernel.endsWith('kdump') ? count - Number.MAX_SAFE_INTEGER : count;
  return [...counts].sort((left, right) => order(right) - order(left)).map(([kernel]) => kernel);
}

/** `modules.builtin.modinfo` has the devices of all parts of the kernel, or of none. */
function unknownBuiltins(lists: KernelLists | undefined): string[] {
  const { builtin = [], builtinAliases = new Map<string, string[]>() } = lists ?? {};
  if ([...builtinAliases.values()].some((aliases) => aliases.some(isPciAlias))) return [];
  return builtin.filter(isDriverPath).map((path) => moduleName(path) ?? path);
}
