/** Which faults are chosen: the same options for a practice pool and for a rehearsal. */
import { Option } from 'commander';
import { z } from 'zod';
import { faultNames } from '../../daemon/practice/chosen-faults.js';
import { collect } from '../options.js';

/** @param what what becomes of a fault that is chosen */
export function faultOptions(what: string): readonly Option[] {
  return [
    collect(
      '--fault <fault>',
      `${what}, as NAME [name=value]… (may be repeated; see docs/faults.md): ${faultNames.join(', ')}`,
    ),
    new Option('--faults <file>', 'a YAML file with a list of faults'),
  ];
}

export const faultInput = {
  fault: z.array(z.string()),
  faults: z.string().optional(),
} as const;
