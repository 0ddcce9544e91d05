/** The modules of a medium in words: how many there are, for which kernel, and what could not be told. */
import { tellsAll } from '../../media/contents/module-index.js';
import type { MediumHardware, ModuleSet } from '../../media/hardware.js';
import { table } from './table.js';
import { count } from './units.js';

/** More would hide the rest; --json has them all. */
const mostUnread = 5;

export interface SetSummary {
  /** The one that is booted comes first. */
  readonly kernels: readonly string[];
  readonly modules: number;
  readonly pciAliases: number;
  /** "No driver" is sure. */
  readonly complete: boolean;
  readonly builtinUnknown: ModuleSet['builtinUnknown'];
  readonly unread: ModuleSet['unread'];
}

export function setSummary(set: ModuleSet): SetSummary {
  const { kernels, modules, builtinUnknown, unread } = set;
  const pciAliases = modules.reduce((sum, { pci }) => sum + pci.length, 0);
  return { kernels, modules: modules.length, pciAliases, complete: tellsAll(set), builtinUnknown, unread };
}

export function setLines(name: string, set: ModuleSet | null): string[] {
  if (set === null) return [`  ${name}: not on this medium`];
  const { kernels, modules, pciAliases, builtinUnknown, unread } = setSummary(set);
  const [booted, ...others] = kernels;
  return [
    booted === undefined
      ? `  ${name}: no kernel modules found`
      : `  ${name}: kernel ${booted}, ${count(modules, 'module')}, ${count(pciAliases, 'PCI alias', 'PCI aliases')}`,
    ...(others.length === 0 ? [] : [`    also for: ${others.join(', ')}`]),
    ...(builtinUnknown.length === 0
      ? []
      : [`    part of the kernel itself, which does not tell for which devices: ${builtinUnknown.join(', ')}`]),
    ...unread.slice(0, mostUnread).map(({ subject, code, found }) => `    not read: ${subject}: ${found} [${code}]`),
    ...(unread.length > mostUnread ? [`    not read: ${unread.length - mostUnread} more`] : []),
  ];
}

export function moduleLines({ installer, dom0 }: MediumHardware): string[] {
  const rows = [
    ...(installer?.modules ?? []).map((module) => ['installer', module] as const),
    ...dom0.modules.map((module) => ['dom0', module] as const),
  ].map(([system, { name, kernel, version, from, path, pci }]) => [
    ...[system, kernel, name, version ?? '', String(pci.length)],
    path === null ? `${from} (part of the kernel)` : `${from}: ${path}`,
  ]);
  return ['', ...table(['system', 'kernel', 'module', 'version', 'PCI', 'file'], rows)];
}
