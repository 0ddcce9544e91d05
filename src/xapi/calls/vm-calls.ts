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
  'VM.clean_shutdown': startableEffect(['VM ref'], wireVoid),
  'VM.hard_shutdown': startableEffect(['VM ref'], wireVoid),
  'VM.suspend': startableEffect(['VM ref'], wireVoid),
  'VM.start': startableEffect(['VM ref', 'bool', 'bool'], wireVoid),
  'VM.start_on': startableEffect(['VM ref', 'host ref', 'bool', 'bool'], wireVoid),
  'VM.resume': startableEffect(['VM ref', 'bool', 'bool'], wireVoid),
  'VM.resume_on': startableEffect(['VM ref', 'host ref', 'bool', 'bool'], wireVoid),
  'VM.pool_migrate': startableEffect(['VM ref', 'host ref', '(string -> string) map'], wireVoid),
} as const;
