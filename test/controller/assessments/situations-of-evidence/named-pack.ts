/** A pack of 7.1 and later, as a person has named it for a run. */
import type { NamedPack } from '../../../../src/controller/packs/find-pack.js';

export function namedPack(name: string, changes: Partial<NamedPack> = {}, requires: string[] = []): NamedPack {
  return {
    ...{ id: name, name, uuid: 'pack-uuid', version: '1.0', guidance: [], bytes: 5_000_000, lacks: [] },
    facts: { kind: 'supplemental-pack', installers: '', requires },
    ...changes,
  };
}
