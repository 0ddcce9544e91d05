/** Faults for a practice pool or a rehearsal: from the command line, as `reply-lost host=xs-2 call=host.disable`, and from a file. */
import { readFile } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { faultKinds, type Fault } from '../../simulator/faults/fault.js';
import { faultText, readFaultEntry, readFaultText } from '../../simulator/faults/read-fault.js';

export const faultNames: readonly string[] = Object.keys(faultKinds);

export interface ChosenFault {
  /** As it was given, or as it would be on the command line. */
  readonly text: string;
  readonly fault: Fault;
}

/** Those of the file first. @throws FAULT_FILE_UNREADABLE, FAULT_INVALID */
export async function chooseFaults(
  texts: readonly string[],
  file: string | undefined,
): Promise<readonly ChosenFault[]> {
  const fromFile = file === undefined ? [] : await readFaultFile(file);
  return [
    ...fromFile.map((fault) => ({ text: faultText(fault), fault })),
    ...texts.map((text) => ({ text, fault: readFaultText(text) })),
  ];
}

/** A YAML list, or a map that holds it as `faults`. @throws FAULT_FILE_UNREADABLE, FAULT_INVALID */
export async function readFaultFile(path: string): Promise<readonly Fault[]> {
  const entries = await readList(path);
  return entries.map((entry, index) => {
    try {
      return readFaultEntry(entry);
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      const { attempted, ...details } = error.details;
      throw new DrydockError(error.code, { ...details, attempted, subject: `${path}, fault ${index + 1}` });
    }
  });
}

async function readList(path: string): Promise<readonly unknown[]> {
  const refuse = (found: string, cause?: unknown): DrydockError =>
    new DrydockError('FAULT_FILE_UNREADABLE', {
      ...{ attempted: 'reading a file of faults', subject: path, expected: 'a YAML list of faults', found },
      ...(cause === undefined ? {} : { cause }),
    });
  let document: unknown;
  try {
    // Loaded when a file is named at all: most commands never need it.
    const { parseDocument } = await import('../config/yaml-reader.js');
    const parsed = parseDocument(await readFile(path, 'utf8'));
    const [wrong] = parsed.errors;
    if (wrong !== undefined) throw wrong;
    document = parsed.toJS();
  } catch (error) {
    throw refuse(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), error);
  }
  const list: unknown = isMap(document) ? document['faults'] : document;
  if (!Array.isArray(list)) throw refuse(document === null ? 'an empty file' : `a ${typeof document} without a list`);
  return list as readonly unknown[];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
