/**
 * The boot loader's configuration as the upgrade plugin writes it (xcp.bootloader of xenserver/python-libs), and its inverse: the
 * text without the entry `upgrade`, which is what the plugin itself kept beside it, byte for byte.
 */

export interface BootConfigFile {
  readonly path: string;
  readonly loader: 'grub2' | 'extlinux';
  /** Where the plugin keeps how it was. */
  readonly saved: string;
  /** GRUB's environment block: an entry for the next boot alone stands there. */
  readonly environment: string | null;
}

/** In the order in which the plugin looks: the first that is there is the one that boots. */
export const bootConfigFiles = [
  {
    path: '/boot/efi/EFI/xenserver/grub.cfg',
    loader: 'grub2',
    saved: '/boot/installer/efi-grub.cfg',
    environment: '/boot/efi/EFI/xenserver/grubenv',
  },
  {
    path: '/boot/grub/grub.cfg',
    loader: 'grub2',
    saved: '/boot/installer/grub.cfg',
    environment: '/boot/grub/grubenv',
  },
  {
    path: '/boot/grub2/grub.cfg',
    loader: 'grub2',
    saved: '/boot/installer/grub.cfg',
    environment: '/boot/grub2/grubenv',
  },
  { path: '/boot/extlinux.conf', loader: 'extlinux', saved: '/boot/installer/extlinux.conf', environment: null },
] as const satisfies readonly BootConfigFile[];

export interface BootEntry {
  /** Number among the entries, and lines from the first to the last one. */
  readonly index: number;
  readonly first: number;
  readonly last: number;
  readonly boots: 'lasting' | 'once' | 'never';
}

type Loader = BootConfigFile['loader'];

/** The plugin names it so; its title ends in this word, by which its library knows it again. */
const label = 'upgrade';

/** @param environment text of the environment block, empty without one */
export function findUpgradeEntry(loader: Loader, text: string, environment: string): BootEntry | undefined {
  const entries = entriesOf(loader, text.split('\n'));
  const index = entries.findIndex(({ isUpgrade }) => isUpgrade);
  const entry = entries[index];
  if (entry === undefined) return undefined;
  const chosen = defaultOf(loader, text);
  const once = /^override_entry=(.*)$/m.exec(environment)?.[1]?.trim();
  const isDefault = chosen === String(index) || chosen === label;
  const boots = once === String(index) || once === label ? 'once' : isDefault ? 'lasting' : 'never';
  return { index, first: entry.first, last: entry.last, boots };
}

/**
 * The configuration without that entry.
 * @param saved what the plugin kept: where the entry is the default, the former default stands only there
 * @returns undefined where the former default is not known
 */
export function withoutUpgradeEntry(loader: Loader, text: string, saved: string | undefined): string | undefined {
  const entry = findUpgradeEntry(loader, text, '');
  if (entry === undefined) return text;
  const former = saved === undefined ? undefined : defaultLine(loader, saved);
  if (entry.boots === 'lasting' && (former === undefined || saved === undefined || namesUpgrade(loader, saved)))
    return undefined;
  const kept = text.split('\n').filter((_line, number) => number < entry.first || number > entry.last);
  if (entry.boots !== 'lasting') return kept.join('\n');
  return kept.map((line) => (isDefaultLine(loader, line) ? (former ?? line) : line)).join('\n');
}

/** A copy that was made of a configuration that was staged already tells nothing. */
function namesUpgrade(loader: Loader, saved: string): boolean {
  return findUpgradeEntry(loader, saved, '')?.boots === 'lasting' || defaultOf(loader, saved) === label;
}

interface Entry {
  readonly first: number;
  readonly last: number;
  readonly isUpgrade: boolean;
}

function entriesOf(loader: Loader, lines: readonly string[]): Entry[] {
  return loader === 'grub2' ? grubEntries(lines) : extlinuxEntries(lines);
}

/** From `menuentry 'title' {` to the line that is a brace alone. */
function grubEntries(lines: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let number = 0; number < lines.length; number++) {
    const title = /^\s*menuentry ['"]([^'"]*)['"]/.exec(lines[number] ?? '')?.[1];
    if (title === undefined) continue;
    const end = lines.findIndex((line, at) => at > number && line.trim() === '}');
    const last = end < 0 ? lines.length - 1 : end;
    entries.push({ first: number, last, isUpgrade: title.endsWith(label) });
    number = last;
  }
  return entries;
}

/** From the empty line before `label NAME` to the one before the next; the end of the file belongs to none. */
function extlinuxEntries(lines: readonly string[]): Entry[] {
  const starts = lines.flatMap((line, number) => (/^\s*label\s+\S/i.test(line) ? [number] : []));
  return starts.map((start, at) => {
    const next = starts[at + 1];
    const end = next === undefined ? lengthWithoutEnd(lines) : withBlankBefore(lines, next);
    const name = /^\s*label\s+(\S+)/i.exec(lines[start] ?? '')?.[1];
    return { first: withBlankBefore(lines, start), last: end - 1, isUpgrade: name === label };
  });
}

function withBlankBefore(lines: readonly string[], number: number): number {
  return lines[number - 1]?.trim() === '' ? number - 1 : number;
}

/** A text that ends with a line feed splits into one more, empty line. */
function lengthWithoutEnd(lines: readonly string[]): number {
  return lines.at(-1) === '' ? lines.length - 1 : lines.length;
}

function isDefaultLine(loader: Loader, line: string): boolean {
  return loader === 'grub2' ? /^set default=/.test(line) : /^default\s/i.test(line);
}

function defaultLine(loader: Loader, text: string): string | undefined {
  return text.split('\n').find((line) => isDefaultLine(loader, line));
}

function defaultOf(loader: Loader, text: string): string | undefined {
  const line = defaultLine(loader, text);
  const value = loader === 'grub2' ? line?.slice('set default='.length) : line?.replace(/^default\s+/i, '');
  return value?.trim().replace(/^(['"])(.*)\1$/, '$2');
}
