/** The shape of a record builder: what this simulator knows of an object; the release decides which fields are shown. */
import type { WireStruct } from '../wire/wire-value.js';
import type { Entity, Ref } from '../state/objects.js';
import type { World } from '../world.js';

export interface RecordSource<Item extends Entity> {
  list(world: World): readonly Item[];
  /** Ints as digits, references as text: exactly as they travel. */
  fields(item: Item, world: World): WireStruct;
}

/** A source whose item type is no longer visible, so that classes can stand in one table. */
export interface ErasedSource {
  list(world: World): readonly Entity[];
  find(world: World, ref: Ref): Entity | undefined;
  fields(world: World, ref: Ref): WireStruct | undefined;
  /** Every object with its fields, in one pass: looking each one up again takes the square of their number. */
  all(world: World): readonly (readonly [ref: Ref, fields: WireStruct])[];
}

export function erase<Item extends Entity>(source: RecordSource<Item>): ErasedSource {
  const find = (world: World, ref: Ref): Item | undefined => source.list(world).find((item) => item.ref === ref);
  return {
    list: (world) => source.list(world),
    find,
    all: (world) =>
      source.list(world).map((item) => [item.ref, { uuid: item.uuid, ...source.fields(item, world) }] as const),
    fields: (world, ref) => {
      const item = find(world, ref);
      return item === undefined ? undefined : { uuid: item.uuid, ...source.fields(item, world) };
    },
  };
}
