/** What the inventory adds to the records of every class: objects of its own, the far sides of references, written values. */
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { ErasedSource } from '../records/record-builder.js';
import type { Ref } from '../state/objects.js';
import type { WireStruct } from '../wire/wire-value.js';
import type { World } from '../world.js';
import type { InventoryObject } from './inventory.js';
import { relations, type Relation } from './relations.js';

type Sources = Readonly<Partial<Record<RecordClass, ErasedSource>>>;

const none: ErasedSource = { list: () => [], find: () => undefined, fields: () => undefined, all: () => [] };

/** The source of a class among all: undefined classes have their inventory alone. */
export function completedSource(sources: Sources, className: RecordClass): ErasedSource {
  const ruled = sources[className] ?? none;
  const own = (world: World): readonly InventoryObject[] => world.state.inventory.list(className);
  const objects = (world: World): ReturnType<ErasedSource['all']> => [
    ...ruled.all(world),
    ...own(world).map((object) => [object.ref, fieldsOf(object)] as const),
  ];
  return {
    list: (world) => (own(world).length === 0 ? ruled.list(world) : [...ruled.list(world), ...own(world)]),
    find: (world, ref) => ruled.find(world, ref) ?? world.state.inventory.find(className, ref),
    fields: (world, ref) => {
      const object = world.state.inventory.find(className, ref);
      const fields = ruled.fields(world, ref) ?? (object === undefined ? undefined : fieldsOf(object));
      return fields === undefined ? undefined : completed(world, ref, fields, farSides(sources, world, className));
    },
    all: (world) => {
      const sides = farSides(sources, world, className);
      return objects(world).map(([ref, fields]) => [ref, completed(world, ref, fields, sides)] as const);
    },
  };
}

function fieldsOf(object: InventoryObject): WireStruct {
  return { uuid: object.uuid, ...object.fields };
}

type FarSides = ReadonlyMap<string, ReadonlyMap<Ref, readonly Ref[]>>;

function completed(world: World, ref: Ref, fields: WireStruct, sides: FarSides): WireStruct {
  const lists: Record<string, readonly Ref[]> = {};
  for (const [field, refs] of sides) lists[field] = refs.get(ref) ?? [];
  return { ...fields, ...lists, ...world.state.inventory.written(ref) };
}

/** By field and owner. A class without objects says nothing of its owners. */
function farSides(sources: Sources, world: World, className: RecordClass): FarSides {
  const sides = new Map<string, ReadonlyMap<Ref, readonly Ref[]>>();
  for (const relation of relations[className] ?? []) {
    const owners = ownersOf(sources, world, relation);
    if (owners.size > 0) sides.set(relation.field, owners);
  }
  return sides;
}

function ownersOf(sources: Sources, world: World, { of, by }: Relation): ReadonlyMap<Ref, readonly Ref[]> {
  const owners = new Map<Ref, Ref[]>();
  const add = (ref: Ref, fields: WireStruct): void => {
    const value = { ...fields, ...world.state.inventory.written(ref) }[by];
    for (const owner of Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []) {
      owners.set(owner, [...(owners.get(owner) ?? []), ref]);
    }
  };
  for (const [ref, fields] of (sources[of] ?? none).all(world)) add(ref, fields);
  for (const object of world.state.inventory.list(of)) add(object.ref, object.fields);
  return owners;
}
