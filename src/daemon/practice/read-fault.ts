/** Faults as they are written on the command line: `KIND[@HOST][,name=value]…`, as in `installer-fetch-fails@sim-2,path=xapi-core`. */
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import { faultKinds, type Fault, type FaultKind } from '../../simulator/faults/fault.js';

export const faultNames: readonly string[] = Object.keys(faultKinds);

const detailSchema = z.strictObject({
  occurrence: z.union([z.literal('every'), z.coerce.number().int().positive()]).optional(),
  vm: z.string().optional(),
  method: z.string().optional(),
  fn: z.string().optional(),
  path: z.string().optional(),
  phase: z.string().optional(),
  factor: z.coerce.number().positive().optional(),
  error: z.string().optional(),
});

/** @throws USAGE */
export function readFault(text: string): Fault {
  const [head = '', ...rest] = text.split(',');
  const [kind = '', host] = head.split('@');
  if (!isFaultKind(kind)) throw wrongFault(text, unknownKind(kind));
  const details = detailSchema.safeParse(Object.fromEntries(rest.map(pairOf)));
  if (!details.success) throw wrongFault(text, z.prettifyError(details.error).replaceAll('\n', ' '));
  const { error, ...others } = details.data;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    kind,
    ...(host === undefined ? {} : { host: /^\d+$/.test(host) ? Number(host) : host }),
    ...given,
    ...(error === undefined ? {} : { error: [error] }),
  };
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(faultKinds, text);
}

function unknownKind(kind: string): string {
  const meant = nearestWord(kind, faultNames);
  return `${kind} is no kind of fault; ${meant === undefined ? faultNames.join(', ') : `did you mean ${meant}?`}`;
}

function wrongFault(text: string, found: string): DrydockError {
  return new DrydockError('USAGE', {
    attempted: `reading the fault ${text}`,
    expected: 'KIND[@HOST][,name=value]…',
    found,
  });
}
