/**
 * Objects that no rule of the simulator moves, with the fields that they show, and values that were written over fields of any
 * object: what clients read, and what they find again after they have set it.
 */
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { Entity, Ref } from '../state/objects.js';
import type { WireStruct, WireValue } from '../wire/wire-value.js';

export interface InventoryObject extends Entity {
  readonly fields: WireStruct;
}

export class Inventory {
  readonly #objects = new Map<RecordClass, Map<Ref, InventoryObject>>();
  readonly #written = new Map<Ref, Readonly<Record<string, WireValue>>>();

  add(className: RecordClass, entity: Entity, fields: WireStruct): InventoryObject {
    const object = { ...entity, fields };
    const objects = this.#objects.get(className) ?? new Map<Ref, InventoryObject>();
    objects.set(entity.ref, object);
    this.#objects.set(className, objects);
    return object;
  }

  list(className: RecordClass): readonly InventoryObject[] {
    return [...(this.#objects.get(className)?.values() ?? [])];
  }

  find(className: RecordClass, ref: Ref): InventoryObject | undefined {
    return this.#objects.get(className)?.get(ref);
  }

  /** False when there is no such object here: those of the rules are not taken away so. */
  remove(className: RecordClass, ref: Ref): boolean {
    this.#written.delete(ref);
    return this.#objects.get(className)?.delete(ref) ?? false;
  }

  /** Shown from now on in the place of what the object itself has. */
  write(ref: Ref, field: string, value: WireValue): void {
    this.#written.set(ref, { ...this.#written.get(ref), [field]: value });
  }

  written(ref: Ref): Readonly<Record<string, WireValue>> | undefined {
    return this.#written.get(ref);
  }
}
