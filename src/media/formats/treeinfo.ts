/** `.treeinfo`, read as the hosts' Python ConfigParser reads it, and refused where that would raise. */
import { optionLine } from '../../shared/option-line.js';
import { decodeUtf8, invalidMetadata } from './invalid.js';

/** Sections by name; keys in lower case, as ConfigParser's `optionxform` makes them. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Treeinfo {
  readonly product: { readonly name: string; readonly version: string; readonly build: string | null };
  readonly platform: { readonly name: string; readonly version: string };
  /** Paths of the key files relative to the tree, in the order of the file: hosts from 8.4 on use the first. */
  readonly keys: readonly string[];
  /** `[system-v1]` without `[platform]`: only the host library since 2021-11 understands it. */
  readonly systemV1Only: boolean;
}

export const treeinfoLimit = 64 * 1024;
const path = '.treeinfo';

/** @throws MEDIA_METADATA_INVALID */
export function parseTreeinfo(bytes: Uint8Array): Treeinfo {
  const sections = parseIni(decodeUtf8(bytes, path));
  const build = sections.get('build')?.get('number') ?? null;
  const keys = [...(sections.get('keys')?.values() ?? [])];
  const system = sections.get('system-v1');
  // The library prefers [system-v1] where it knows it (python-libs 2021-11), so both must be right.
  const fromSystem =
    system === undefined
      ? undefined
      : {
          product: {
            name: required(system, 'system-v1', 'product_name'),
            version: versionOf(system, 'system-v1', 'product_version'),
          },
          platform: {
            name: required(system, 'system-v1', 'platform_name'),
            version: versionOf(system, 'system-v1', 'platform_version'),
          },
        };
  const platform = sections.get('platform');
  if (platform === undefined && fromSystem !== undefined) {
    return { ...fromSystem, product: { ...fromSystem.product, build }, keys, systemV1Only: true };
  }
  const fromPlatform = readPlatform(sections);
  const chosen = fromSystem ?? fromPlatform;
  if (fromSystem !== undefined && fromSystem.platform.version !== fromPlatform.platform.version) {
    throw invalidMetadata(path, {
      expected: 'the same platform version in [platform] and [system-v1]',
      found: `${fromPlatform.platform.version} and ${fromSystem.platform.version}`,
    });
  }
  return { product: { ...chosen.product, build }, platform: chosen.platform, keys, systemV1Only: false };
}

function readPlatform(
  sections: IniSections,
): Pick<Treeinfo, 'platform'> & { product: { name: string; version: string } } {
  const platform = sections.get('platform');
  const branding = sections.get('branding');
  if (platform === undefined || branding === undefined) {
    const missing = [platform === undefined ? '[platform]' : '', branding === undefined ? '[branding]' : ''].filter(
      Boolean,
    );
    throw invalidMetadata(path, {
      expected: '[platform] and [branding], or [system-v1]',
      found: `no ${missing.join(' and no ')}`,
    });
  }
  return {
    product: { name: required(branding, 'branding', 'name'), version: versionOf(branding, 'branding', 'version') },
    platform: { name: required(platform, 'platform', 'name'), version: versionOf(platform, 'platform', 'version') },
  };
}

function required(section: ReadonlyMap<string, string>, sectionName: string, key: string): string {
  const value = section.get(key);
  if (value === undefined || value === '')
    throw invalidMetadata(path, { expected: `a value for ${key} in [${sectionName}]`, found: 'none' });
  return value;
}

function versionOf(section: ReadonlyMap<string, string>, sectionName: string, key: string): string {
  const version = required(section, sectionName, key);
  if (!/^\d+(\.\d+)*$/.test(version)) {
    throw invalidMetadata(path, {
      expected: `numbers and dots for ${key} in [${sectionName}]`,
      found: JSON.stringify(version),
    });
  }
  return version;
}

/**
 * The rules of Python 3's ConfigParser with its defaults, which are the stricter ones: Python 2 lets a later duplicate
 * win, and a medium must work with both.
 * @throws MEDIA_METADATA_INVALID with the line
 */
export function parseIni(text: string): IniSections {
  const state: IniState = { sections: new Map(), section: undefined, key: undefined };
  if (text.startsWith('\uFEFF')) throw invalidMetadata(path, { expected: 'plain text', found: 'a byte order mark' });
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) readLine(line, `line ${index + 1}`, state);
  for (const [name, section] of state.sections) {
    for (const [key, value] of section) section.set(key, interpolate(value, `${key} in [${name}]`));
  }
  return state.sections;
}

interface IniState {
  readonly sections: Map<string, Map<string, string>>;
  section: Map<string, string> | undefined;
  key: string | undefined;
}

function readLine(line: string, where: string, state: IniState): void {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith(';')) return;
  if (/^\s/.test(line) && state.section !== undefined && state.key !== undefined) {
    // An indented line goes on with the value before it.
    state.section.set(state.key, `${state.section.get(state.key) ?? ''}\n${text}`);
    return;
  }
  const header = /^\[(?<name>[^\]]+)\]/.exec(text)?.groups?.['name'];
  if (header !== undefined) {
    if (state.sections.has(header)) throw invalidMetadata(path, { found: `a second section [${header}] in ${where}` });
    if (header === 'DEFAULT')
      throw invalidMetadata(path, { found: `a section [DEFAULT], which changes all others, in ${where}` });
    state.section = new Map();
    state.key = undefined;
    state.sections.set(header, state.section);
    return;
  }
  readOption(text, where, state);
}

function readOption(text: string, where: string, state: IniState): void {
  const option = optionLine(text);
  const key = option?.key.toLowerCase();
  if (key === undefined)
    throw invalidMetadata(path, { expected: 'key = value', found: `${JSON.stringify(text)} in ${where}` });
  if (state.section === undefined)
    throw invalidMetadata(path, { expected: 'a section', found: `a key before it in ${where}` });
  if (state.section.has(key)) throw invalidMetadata(path, { found: `the key ${key} a second time in ${where}` });
  state.section.set(key, option?.['value'] ?? '');
  state.key = key;
}

/** `%%` stands for one percent sign; a bare one raises on the host when the value is read. */
function interpolate(value: string, where: string): string {
  const literal = value.replaceAll('%%', '\0');
  if (literal.includes('%')) {
    throw invalidMetadata(path, {
      expected: '%% for a percent sign',
      found: `a bare percent sign in the value of ${where}`,
      remedy: 'Write %% for %.',
    });
  }
  return literal.replaceAll('\0', '%');
}
