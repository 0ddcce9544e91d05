/** What a pool may be asked to have beside hosts, storage and VMs. */
import type { Role } from '../../releases/calls/call-table.js';
import type { WireStruct } from '../wire/wire-value.js';

/** A user of the directory that the pool asks; `root` is the hosts' own and passes every check. */
export interface UserOptions {
  readonly name: string;
  readonly password: string;
  readonly role: Exclude<Role, 'local-root'>;
}

/** A patch of the releases before 7.1, an update of the later ones. */
export interface UpdateOptions {
  readonly name: string;
  readonly version?: string;
  readonly guidance?: readonly string[];
  /** Indices of the hosts that have it; default: all. */
  readonly hosts?: readonly number[];
}

export interface ClusterOptions {
  readonly enabled?: boolean;
  readonly stackVersion?: number;
}

/** Values as they travel: ints as digits, references as text. They are shown in the place of what the rules know. */
export type FieldValues = WireStruct;

/** Any other object that clients are to find. */
export interface ObjectOptions {
  readonly class: string;
  readonly fields: FieldValues;
}
