/** The calls of the network classes. */
import { read } from './call-definition.js';
import { pifRecord } from './records.js';
import { recordsOf } from './wire-schemas.js';

export const networkCalls = {
  'PIF.get_all_records': read([], recordsOf(pifRecord)),
} as const;
