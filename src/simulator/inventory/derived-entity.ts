/** References of objects that follow from others, such as the metrics of a VM: always the same ones, without a place of their own. */
import { createHash } from 'node:crypto';
import type { Entity } from '../state/objects.js';

const known = new WeakMap<Entity, Map<string, Entity>>();

/** The object of this kind that belongs to another one. */
export function derivedEntity(owner: Entity, kind: string): Entity {
  const own = known.get(owner) ?? new Map<string, Entity>();
  known.set(owner, own);
  const found = own.get(kind) ?? {
    ref: `OpaqueRef:${shaped(owner.uuid, kind, 'ref')}`,
    uuid: shaped(owner.uuid, kind, 'uuid'),
  };
  own.set(kind, found);
  return found;
}

/** A uuid of version 4 in form, which is what xapi hands out. */
function shaped(uuid: string, kind: string, part: string): string {
  const hex = createHash('sha256').update(`${uuid} ${kind} ${part}`).digest('hex').slice(0, 32);
  const digits = `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17)}`;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
