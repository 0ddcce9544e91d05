/** How a call is declared: the types of its arguments as XenAPI publishes them, its result, and whether it acts. */
import type { z } from 'zod';
import type { WireStruct, WireValue } from '../wire/wire-value.js';
import { wireVoid } from './wire-schemas.js';

/** The published names of the types that the calls here use, so that a test can compare them word for word. */
export type ParameterType =
  | `${string} ref`
  | `${string} ref set`
  | `${string} record`
  | 'enum cls'
  | 'string'
  | 'string set'
  | 'bool'
  | 'int'
  | 'float'
  | '(string -> string) map';

/** The TypeScript side of a published type. */
export type Argument<T extends ParameterType> = T extends 'bool'
  ? boolean
  : T extends 'int' | 'float'
    ? number
    : T extends `${string} record`
      ? WireStruct
      : T extends '(string -> string) map'
        ? Readonly<Record<string, string>>
        : T extends `${string} set`
          ? readonly string[]
          : string;

export type Arguments<P extends readonly ParameterType[]> = { readonly [K in keyof P]: Argument<P[K]> };

export interface CallDefinition {
  /** Without the session. Only the arguments that every release takes: one too many is an error on older hosts. */
  readonly parameters: readonly ParameterType[];
  readonly result: z.ZodType;
  /** A read may be repeated; an effect is sent at most once. */
  readonly kind: 'read' | 'effect';
  /** Has an `Async.` form that Drydock uses. */
  readonly startable: boolean;
  /** A release may lack it: whoever calls it expects MESSAGE_METHOD_UNKNOWN. */
  readonly optional?: true;
}

/** A call without effect: it is repeated after a lost session or a lost reply. */
export function read<const P extends readonly ParameterType[], R extends z.ZodType>(parameters: P, result: R) {
  return { parameters, result, kind: 'read', startable: false } as const;
}

/** A read that not every release has. */
export function optionalRead<const P extends readonly ParameterType[], R extends z.ZodType>(parameters: P, result: R) {
  return { ...read(parameters, result), optional: true } as const;
}

/** A call that changes something: sent at most once, whatever happens to its reply. */
export function effect<const P extends readonly ParameterType[]>(parameters: P) {
  return { parameters, result: wireVoid, kind: 'effect', startable: false } as const;
}

/** An effect that gives something back. */
export function effectGiving<const P extends readonly ParameterType[], R extends z.ZodType>(parameters: P, result: R) {
  return { parameters, result, kind: 'effect', startable: false } as const;
}

/** An effect that not every release has. */
export function optionalEffect<const P extends readonly ParameterType[]>(parameters: P) {
  return { ...effect(parameters), optional: true } as const;
}

/** An effect that is also started in the background as `Async.…`. */
export function startableEffect<const P extends readonly ParameterType[], R extends z.ZodType>(
  parameters: P,
  result: R,
) {
  return { parameters, result, kind: 'effect', startable: true } as const;
}

/** Integers travel as strings (reference: xapi.md 3.1), whatever JavaScript calls them. */
function encodeArgument(argument: Argument<ParameterType>, type: ParameterType): WireValue {
  return typeof argument === 'number' && type === 'int' ? String(argument) : argument;
}

/** In the order of the parameters. */
export function encodeArguments(
  values: readonly Argument<ParameterType>[],
  parameters: CallDefinition['parameters'],
): readonly WireValue[] {
  return values.map((value, index) => encodeArgument(value, parameters[index] ?? 'string'));
}
