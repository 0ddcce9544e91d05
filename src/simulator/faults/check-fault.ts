/** Holds the parameters of a fault against its schema; says what was found and what is known. */
import type { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import type { AnyFault } from './definition.js';

type Parameters = Readonly<Record<string, unknown>>;

/** @throws FAULT_INVALID */
export function checkFault(kind: string, definition: AnyFault, given: Parameters): Parameters {
  const known = Object.keys(definition.parameters.shape);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw faultInvalid(kind, `one of ${known.join(', ')}`, `${unknown}${meant(unknown, known)}`);
  }
  const parsed = definition.parameters.safeParse(given);
  if (parsed.success) return parsed.data;
  throw faultInvalid(kind, `the parameters of ${kind}, as in ${definition.example}`, describe(parsed.error));
}

/** @throws FAULT_INVALID */
export function knownKind<Kinds extends Readonly<Record<string, AnyFault>>>(
  kinds: Kinds,
  kind: string,
): keyof Kinds & string {
  if (Object.hasOwn(kinds, kind)) return kind;
  const names = Object.keys(kinds);
  throw faultInvalid(kind, `one of ${names.join(', ')}`, `${kind}${meant(kind, names)}`);
}

export function faultInvalid(fault: string, expected: string, found: string): DrydockError {
  return new DrydockError('FAULT_INVALID', { attempted: `reading the fault ${fault}`, expected, found });
}

function meant(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${deepest(issue)}`).join('; ');
}

/** Of a value that may have several forms, what is wrong with the textual one says most. */
function deepest(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const inner = issue.errors.flat().filter(({ code }) => code !== 'invalid_type');
  return inner[0]?.message ?? issue.message;
}
