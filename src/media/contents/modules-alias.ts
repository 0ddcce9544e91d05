/** The lists that depmod and the kernel's build keep of modules, in `lib/modules/<version>`. */
import { modinfoEntries } from './elf-modinfo.js';

const longestAlias = 4096;

/**
 * `modules.alias`: the aliases of each module, by its name. Lines that are no alias are passed over, as modprobe does.
 */
export function parseModulesAlias(text: string): Map<string, string[]> {
  const modules = new Map<string, string[]>();
  for (const line of linesOf(text)) {
    const [word, alias, module, ...more] = line.trim().split(/\s+/);
    if (word !== 'alias' || alias === undefined || module === undefined || more.length > 0) continue;
    add(modules, module, alias);
  }
  return modules;
}

/**
 * `modules.builtin.modinfo` (since Linux 5.2): the same of what is part of the kernel itself, as `module.key=value`.
 */
export function parseBuiltinModinfo(bytes: Buffer): Map<string, string[]> {
  const modules = new Map<string, string[]>();
  for (const [key, value] of modinfoEntries(bytes)) {
    const dot = key.indexOf('.');
    if (dot > 0 && key.slice(dot + 1) === 'alias') add(modules, key.slice(0, dot), value);
  }
  return modules;
}

/** `modules.builtin`: the files that parts of the kernel would be if they were modules. */
export function parseModulesBuiltin(text: string): string[] {
  return [...linesOf(text)].filter((line) => line !== '');
}

function add(modules: Map<string, string[]>, module: string, alias: string): void {
  if (alias.length > longestAlias) return;
  const aliases = modules.get(module);
  if (aliases === undefined) modules.set(module, [alias]);
  else aliases.push(alias);
}

function* linesOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(at, end);
    at = end + 1;
  }
}
