/**
 * Faults as people write them: as text, `reply-lost host=xs-2 call=host.disable nth=1`, or as an entry of a YAML list with
 * the same names. The older form of the text, `reply-lost@xs-2,method=host.disable`, goes on working.
 */
import { faultInvalid, knownKind } from './check-fault.js';
import { FaultScript, faultKinds, type Fault } from './fault.js';
import { nameOfShown, shownName } from './shown-parameters.js';

/** @throws FAULT_INVALID */
export function readFaultText(text: string): Fault {
  const [head = '', ...rest] = wordsOf(text);
  const [kind = '', host] = head.split('@');
  const given = Object.fromEntries(rest.map((word) => pairOf(text, word)));
  return understood(kind, host === undefined ? given : { host, ...given });
}

/** A text, or a map whose `fault` is the name. @throws FAULT_INVALID */
export function readFaultEntry(entry: unknown): Fault {
  if (typeof entry === 'string') return readFaultText(entry);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw faultInvalid('in the file', 'a text, or a map with the name as `fault`', JSON.stringify(entry));
  const { fault, ...given } = entry as Readonly<Record<string, unknown>>;
  if (typeof fault !== 'string')
    throw faultInvalid('in the file', 'the name as `fault`', fault === undefined ? 'none' : JSON.stringify(fault));
  return understood(fault, given);
}

/** A fault as it would be written on the command line. */
export function faultText({ kind, ...parameters }: Fault): string {
  const words = Object.entries(parameters).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(',') : String(value);
    return `${shownName(name)}=${text.includes(' ') ? `"${text}"` : text}`;
  });
  return [kind, ...words].join(' ');
}

/** The script is what checks: an entry that it takes is a fault. */
function understood(name: string, given: Readonly<Record<string, unknown>>): Fault {
  const kind = knownKind(faultKinds, name);
  const named = Object.entries(given).map(([key, value]) => [nameOfShown(key), value] as const);
  const fault = { kind, ...Object.fromEntries(named) } as Fault;
  new FaultScript([fault]);
  return fault;
}

/** Separated by blanks, with quotes around a value that holds one; without any blank by commas, as before. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
  if (words.length > 1) return words.map((word) => word.replaceAll('"', ''));
  const pieces: string[] = [];
  for (const piece of (words[0] ?? '').replaceAll('"', '').split(',')) {
    // A piece without a name goes on with the value before it: error=CODE,parameter.
    if (pieces.length < 2 || piece.includes('=')) pieces.push(piece);
    else pieces.push(`${pieces.pop() ?? ''},${piece}`);
  }
  return pieces;
}

function pairOf(text: string, word: string): [string, string] {
  const at = word.indexOf('=');
  if (at <= 0) throw faultInvalid(text, 'NAME [name=value]…', word);
  return [word.slice(0, at), word.slice(at + 1)];
}
