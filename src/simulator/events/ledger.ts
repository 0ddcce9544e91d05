/**
 * When each object was created, last changed and deleted, counted in generations as xapi's database counts them
 * (db_cache_types.ml). The simulator's rules change the state directly, so changes are found by comparing with what was
 * there at the last look: an object that came and went in between leaves no trace, as in xapi.
 */
import type { Ref } from '../state/objects.js';
import type { WireStruct } from '../wire/wire-value.js';

export interface LedgerObject {
  readonly className: string;
  readonly ref: Ref;
  /** The same object means that nothing has changed. */
  readonly record: WireStruct;
}

export interface LedgerChange {
  readonly className: string;
  readonly ref: Ref;
  readonly operation: 'add' | 'mod' | 'del';
  readonly generation: number;
  /** Undefined for what is deleted. */
  readonly record: WireStruct | undefined;
}

interface Row {
  readonly className: string;
  readonly ref: Ref;
  readonly created: number;
  modified: number;
  record: WireStruct;
}

interface DeletedRow {
  readonly className: string;
  readonly ref: Ref;
  readonly created: number;
  readonly deleted: number;
}

/** How many deletions are remembered at most, and how many are left after the oldest were forgotten. */
const mostDeleted = 512;
const keptDeleted = 256;

export class Ledger {
  #generation = 0;
  #deleted: DeletedRow[] = [];
  readonly #rows = new Map<Ref, Row>();

  get generation(): number {
    return this.#generation;
  }

  /** Takes in what is there now of some classes; gives what has changed, in the order of generations. */
  compare(classes: readonly string[], found: readonly LedgerObject[]): readonly LedgerChange[] {
    const present = new Set(found.map(({ ref }) => ref));
    const gone = [...this.#rows.values()].filter(
      ({ className, ref }) => !present.has(ref) && classes.includes(className),
    );
    return [...gone.map((row) => this.#remove(row)), ...found.flatMap((object) => this.#write(object))];
  }

  /** Counts an object as changed although it is not; undefined when there is none. */
  touch(className: string, ref: Ref): LedgerChange | undefined {
    const row = this.#rows.get(ref);
    if (row?.className !== className) return undefined;
    row.modified = ++this.#generation;
    return { className, ref, operation: 'mod', generation: row.modified, record: row.record };
  }

  /** Deletions first, then changes, then additions. */
  since(generation: number): readonly LedgerChange[] {
    const rows = [...this.#rows.values()].filter(({ modified }) => modified > generation);
    const deleted = this.#deleted.filter((row) => row.deleted > generation && row.created <= generation);
    return [
      ...deleted.map((row) => change(row, 'del', row.deleted)),
      ...rows.filter((row) => row.created <= generation).map((row) => change(row, 'mod', row.modified)),
      ...rows.filter((row) => row.created > generation).map((row) => change(row, 'add', row.created)),
    ];
  }

  /** A database that is read from its file again knows no deletions, and nothing of the classes that only memory held. */
  restart(memoryOnly: ReadonlySet<string>): void {
    this.#deleted = [];
    for (const row of [...this.#rows.values()]) if (memoryOnly.has(row.className)) this.#rows.delete(row.ref);
  }

  #write({ className, ref, record }: LedgerObject): readonly LedgerChange[] {
    const row = this.#rows.get(ref);
    if (row?.record === record) return [];
    const generation = ++this.#generation;
    if (row === undefined) {
      this.#rows.set(ref, { className, ref, record, created: generation, modified: generation });
      return [{ className, ref, operation: 'add', generation, record }];
    }
    row.record = record;
    row.modified = generation;
    return [{ className, ref, operation: 'mod', generation, record }];
  }

  #remove({ className, ref, created }: Row): LedgerChange {
    const deleted = ++this.#generation;
    this.#rows.delete(ref);
    this.#deleted.push({ className, ref, created, deleted });
    if (this.#deleted.length >= mostDeleted) this.#deleted = this.#deleted.slice(-keptDeleted);
    return { className, ref, operation: 'del', generation: deleted, record: undefined };
  }
}

function change(
  { className, ref, record }: { readonly className: string; readonly ref: Ref; readonly record?: WireStruct },
  operation: LedgerChange['operation'],
  generation: number,
): LedgerChange {
  return { className, ref, operation, generation, record };
}
