/** `.treeinfo` as the clients read it: Python's ConfigParser with interpolation (media-and-clients.md 1.4). */
import { optionLine } from '../../shared/option-line.js';

export type Treeinfo = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface MediaVersions {
  readonly platformName: string;
  readonly platformVersion: string;
  readonly productName: string;
  readonly productVersion: string;
}

export interface TreeinfoDialect {
  /** Python 3 refuses a section or key that stands twice; Python 2 takes the last. */
  readonly refusesDuplicates: boolean;
}

/** @throws Error where ConfigParser raises: no section, a bare `%`, a line that is neither key nor comment. */
export function parseTreeinfo(text: string, dialect: TreeinfoDialect): Treeinfo {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const heading = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (heading !== undefined) {
      section = openSection(sections, heading, dialect);
      continue;
    }
    const entry = /^\s/.test(line) ? undefined : optionLine(line);
    if (entry === undefined || section === undefined) throw new Error(`not a section, key or comment: ${line}`);
    const key = entry.key.toLowerCase();
    if (dialect.refusesDuplicates && section.has(key)) throw new Error(`key ${key} stands twice`);
    section.set(key, entry.value.trimEnd());
  }
  return new Map([...sections].map(([name, entries]) => [name, interpolate(entries)]));
}

function openSection(
  sections: Map<string, Map<string, string>>,
  name: string,
  dialect: TreeinfoDialect,
): Map<string, string> {
  const known = sections.get(name);
  if (known !== undefined && dialect.refusesDuplicates) throw new Error(`section ${name} stands twice`);
  const section = known ?? new Map<string, string>();
  sections.set(name, section);
  return section;
}

function interpolate(entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...entries].map(([key, value]) => [
      key,
      value.replace(/%(%|\((\w+)\)s)?/g, (reference, _kind, name: string | undefined) => {
        if (reference === '%%') return '%';
        const found = name === undefined ? undefined : entries.get(name.toLowerCase());
        if (found === undefined) throw new Error(`a bare % in ${key}`);
        return found;
      }),
    ]),
  );
}

/**
 * The versions of a tree, or undefined when a section or key that this client needs is missing.
 * `[system-v1]`, where the client knows it, wins over `[platform]` and `[branding]`.
 */
export function mediaVersions(treeinfo: Treeinfo, knowsSystemSection: boolean): MediaVersions | undefined {
  const system = knowsSystemSection ? treeinfo.get('system-v1') : undefined;
  const versions =
    system === undefined
      ? {
          platformName: treeinfo.get('platform')?.get('name'),
          platformVersion: treeinfo.get('platform')?.get('version'),
          productName: treeinfo.get('branding')?.get('name'),
          productVersion: treeinfo.get('branding')?.get('version'),
        }
      : {
          platformName: system.get('platform_name'),
          platformVersion: system.get('platform_version'),
          productName: system.get('product_name'),
          productVersion: system.get('product_version'),
        };
  return isComplete(versions) ? versions : undefined;
}

/** Paths of the public keys, relative to the tree, in the order of the file. */
export function treeinfoKeys(treeinfo: Treeinfo): readonly string[] {
  return [...(treeinfo.get('keys')?.values() ?? [])];
}

function isComplete(versions: Readonly<Record<keyof MediaVersions, string | undefined>>): versions is MediaVersions {
  return Object.values(versions).every((value) => value !== undefined);
}
