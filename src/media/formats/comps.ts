/** The group file of a yum repository: XenServer's installer installs two groups by name. */
import { compressionOf } from './compression.js';
import { invalidMetadata } from './invalid.js';
import { gunzipInto } from './primary.js';
import { readXml, type XmlHandlers } from './xml-reader.js';

export interface PackageGroup {
  readonly id: string;
  /** Names of the packages that a group cannot be installed without. */
  readonly mandatory: readonly string[];
}

export const compsLimit = 16 * 1024 * 1024;

/** @throws MEDIA_METADATA_INVALID */
export async function parseComps(bytes: Uint8Array, subject: string): Promise<PackageGroup[]> {
  const groups: { id: string; mandatory: string[] }[] = [];
  let kind: string | undefined;
  const handlers: XmlHandlers = {
    open: ({ name, attributes, parents }) => {
      if (parents.length === 0 && name !== 'comps')
        throw invalidMetadata(subject, { expected: '<comps>', found: `<${name}>` });
      if (name === 'group') groups.push({ id: '', mandatory: [] });
      else if (name === 'packagereq') kind = attributes['type'] ?? 'mandatory';
    },
    close: ({ name, parents }, text) => {
      const group = groups.at(-1);
      if (group === undefined) return;
      if (name === 'id' && parents.at(-1) === 'group') group.id = text.trim();
      else if (name === 'packagereq' && kind === 'mandatory') group.mandatory.push(text.trim());
    },
  };
  const compression = compressionOf(bytes);
  if (compression === 'gzip') await gunzipInto(bytes, subject, (source) => readXml(source, subject, handlers));
  else await readXml([bytes], subject, handlers);
  return groups;
}
