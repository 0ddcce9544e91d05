/** The calls of class VM. */
import { z } from 'zod';
import { read, startableEffect } from './call-definition.js';
import { vmRecord } from './records.js';
import { recordsOf, wireVoid } from './wire-schemas.js';

export const vmCalls = {
  'VM.get_all_records': read([], recordsOf(vmRecord)),
  'VM.get_by_uuid': read(['string'], z.string()),
  'VM.get_uuid': read(['VM ref'], z.string()),
  'VM.pool_migrate': startableEffect(['VM ref', 'host ref', '(string -> string) map'], wireVoid),
} as const;
