/** Which fields a record of a class has on a given release. */
import { isPresentSince, type ApiLevel } from '../since.js';
import { parseWireType, type WireType } from '../wire-types.js';
import { classFacts } from './classes.js';
import { recordTables, type RecordClass } from './record-tables.js';

export type RecordFields = ReadonlyMap<string, WireType>;

const cache = new Map<string, RecordFields>();

/** Field names and types, or undefined when the release does not have the class. Older hosts leave later fields out. */
export function recordFields(className: RecordClass, release: ApiLevel): RecordFields | undefined {
  if (!isPresentSince(classFacts[className].since, release)) return undefined;
  const key = `${className} ${release.productVersion} ${release.xapiVersion}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const fields = new Map(
    Object.entries(recordTables[className])
      .filter(([, fact]) => isPresentSince(fact.since, release))
      .map(([name, fact]) => [name, parseWireType(fact.type)] as const),
  );
  cache.set(key, fields);
  return fields;
}
