/** What one image or package holds of kernel modules, before it is decided which of them a system would load. */

/** A file that is a kernel module. */
export interface FoundModule {
  readonly kernel: string;
  /** Below the folder of that kernel. */
  readonly path: string;
  readonly name: string;
  readonly version: string | null;
  /** Compact aliases for PCI devices (pci-alias.ts). */
  readonly pci: readonly string[];
  /** How many aliases it has for other things than PCI devices. */
  readonly others: number;
}

/** What `lib/modules/<version>` says of the modules of one kernel. */
export interface KernelLists {
  /** Aliases by module, of `modules.alias`. */
  aliases?: ReadonlyMap<string, readonly string[]>;
  /** The same of what is part of the kernel itself. */
  builtinAliases?: ReadonlyMap<string, readonly string[]>;
  /** Paths that the parts of the kernel itself would have as modules. */
  builtin?: readonly string[];
}

/** What could not be read: the answer "no driver" may be wrong then. */
export interface Unread {
  /** The image, package or module. */
  readonly subject: string;
  /** Of the error. */
  readonly code: string;
  readonly found: string;
}

export interface FoundModules {
  /** Path in the medium of the image or package. */
  readonly from: string;
  readonly modules: FoundModule[];
  /** By version of the kernel. */
  readonly lists: Map<string, KernelLists>;
  readonly unread: Unread[];
}

export function nothingFound(from: string): FoundModules {
  return { from, modules: [], lists: new Map(), unread: [] };
}
