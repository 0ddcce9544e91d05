/** The shape of the call tables. */
import type { Since } from '../since.js';

/** In rising order; each may do what the ones before it may. */
export const roles = [
  'read-only',
  'vm-operator',
  'vm-admin',
  'vm-power-admin',
  'pool-operator',
  'pool-admin',
  'local-root',
] as const;

/** Least role for a call; `local-root`: no role of a directory user is enough, only the host's own root. */
export type Role = (typeof roles)[number];

export type ParameterDefault = string | number | boolean | readonly never[] | Readonly<Record<string, never>>;

export interface ParameterFact {
  readonly name: string;
  /** Notation of the data model, see {@link parseWireType}. */
  readonly type: string;
  /** Present on an optional parameter: what the host takes when it is left out. */
  readonly default?: ParameterDefault;
  /** When the parameter was added, if later than the call. */
  readonly since?: Since;
}

export interface CallFact {
  /** In wire order, after the session. */
  readonly parameters: readonly ParameterFact[];
  readonly result: string;
  readonly role: Role;
  /** Whether an `Async.` form exists. */
  readonly async: boolean;
  readonly since?: Since;
  /** From then on it answers MESSAGE_REMOVED. */
  readonly removed?: Since;
  /** False where the call has no session as its first argument. */
  readonly session?: false;
}

/** By wire name, `class.message`. */
export type CallTable = Readonly<Record<string, CallFact>>;
