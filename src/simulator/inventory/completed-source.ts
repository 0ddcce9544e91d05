/** What the inventory adds to the records of every class: objects of its own, the far sides of references, written values. */
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { ErasedSource } from '../records/record-builder.js';
import type { Ref } from '../state/objects.js';
import type { WireStruct, WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import type { InventoryObject } from './inventory.js';
import { relations, type Relation } from './relations.js';

type Sources = Readonly<Partial<Record<RecordClass, ErasedSource>>>;

const none: ErasedSource = {
  list: () => [],
  find: () => undefined,
  fields: () => undefined,
  all: () => [],
  owned: () => [],
};

/** The source of a class among all: undefined classes have their inventory alone. */
export function completedSource(sources: Sources, className: RecordClass): ErasedSource {
  const ruled = ruledSource(sources, className);
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
      return fields === undefined ? undefined : completed(world, ref, fields, farSidesOf(sources, world, className));
    },
    owned: (world, by) => ruled.owned(world, by),
    all: (world) => {
      const sides = farSides(sources, world, className);
      return objects(world).map(([ref, fields]) => [ref, completed(world, ref, fields, sides)] as const);
    },
  };
}

/** Nothing where the inventory holds the whole class. */
function ruledSource(sources: Sources, className: RecordClass): ErasedSource {
  const source = sources[className] ?? none;
  const of = (world: World): ErasedSource => (world.state.inventory.holdsAll(className) ? none : source);
  return {
    list: (world) => of(world).list(world),
    find: (world, ref) => of(world).find(world, ref),
    owned: (world, by) => of(world).owned(world, by),
    fields: (world, ref) => of(world).fields(world, ref),
    all: (world) => of(world).all(world),
  };
}

function fieldsOf(object: InventoryObject): WireStruct {
  return { uuid: object.uuid, ...object.fields };
}

/** By field: the objects that point at an owner; undefined for a class without objects, which says nothing of its owners. */
type FarSides = ReadonlyMap<string, (owner: Ref) => readonly Ref[] | undefined>;

function completed(world: World, ref: Ref, fields: WireStruct, sides: FarSides): WireStruct {
  const shown: Record<string, WireValue> = { ...fields };
  for (const [field, refs] of sides) {
    const pointing = refs(ref);
    if (pointing !== undefined) shown[field] = pointing;
  }
  return Object.assign(shown, world.state.inventory.written(ref));
}

/** For a single record: only what points at it is looked for. */
function farSidesOf(sources: Sources, world: World, className: RecordClass): FarSides {
  return new Map(
    (relations[className] ?? []).map((relation) => [
      relation.field,
      (owner) => {
        const all = pointers(sources, world, relation);
        return all.length === 0 ? undefined : all.flatMap(([ref, owners]) => (owners.includes(owner) ? [ref] : []));
      },
    ]),
  );
}

/** For all records of a class: everything that points at one of them, in one pass. */
function farSides(sources: Sources, world: World, className: RecordClass): FarSides {
  return new Map(
    (relations[className] ?? []).map((relation) => {
      const byOwner = new Map<Ref, Ref[]>();
      for (const [ref, owners] of pointers(sources, world, relation)) {
        for (const owner of owners) {
          const refs = byOwner.get(owner);
          if (refs === undefined) byOwner.set(owner, [ref]);
          else refs.push(ref);
        }
      }
      return [relation.field, (owner) => (byOwner.size === 0 ? undefined : (byOwner.get(owner) ?? []))];
    }),
  );
}

type Pointer = readonly [ref: Ref, owners: readonly Ref[]];

function pointers(sources: Sources, world: World, { of, by }: Relation): readonly Pointer[] {
  const source = ruledSource(sources, of);
  const { inventory } = world.state;
  const owned: readonly (readonly [Ref, WireValue | undefined])[] =
    source.owned(world, by) ?? source.all(world).map(([ref, fields]) => [ref, fields[by]]);
  const kept = inventory.list(of).map(({ ref, fields }) => [ref, fields[by]] as const);
  return [...owned, ...kept].map(([ref, value]) => [ref, textsIn(inventory.written(ref)?.[by] ?? value)]);
}

function textsIn(value: WireValue | undefined): readonly Ref[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item: WireValue): item is Ref => typeof item === 'string') : [];
}
