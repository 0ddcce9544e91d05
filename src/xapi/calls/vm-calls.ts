/** The calls of class VM. */
import { z } from 'zod';
import { effect, read, startableEffect } from './call-definition.js';
import { guestMetricsRecord, vmRecord } from './records.js';
import { recordsOf, wireVoid } from './wire-schemas.js';

export const vmCalls = {
  'VM.get_all_records': read([], recordsOf(vmRecord)),
  'VM_guest_metrics.get_all_records': read([], recordsOf(guestMetricsRecord)),
  'VM.get_by_uuid': read(['string'], z.string()),
  'VM.get_uuid': read(['VM ref'], z.string()),
  'VM.add_to_other_config': effect(['VM ref', 'string', 'string']),
  'VM.remove_from_other_config': effect(['VM ref', 'string']),
  'VM.pool_migrate': startableEffect(['VM ref', 'host ref', '(string -> string) map'], wireVoid),
} as const;
