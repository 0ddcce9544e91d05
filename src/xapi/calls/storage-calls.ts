/** The calls of the storage classes. */
import { z } from 'zod';
import { effect, read } from './call-definition.js';
import { pbdRecord, srRecord } from './records.js';
import { recordsOf } from './wire-schemas.js';

export const storageCalls = {
  'SR.get_all_records': read([], recordsOf(srRecord)),
  'SR.get_by_uuid': read(['string'], z.string()),
  'PBD.get_all_records': read([], recordsOf(pbdRecord)),
  'PBD.get_by_uuid': read(['string'], z.string()),
  'PBD.plug': effect(['PBD ref']),
  /** The way from `pool.ha_statefiles` (references of VDIs) to the SRs that hold the heartbeat. */
  'VDI.get_SR': read(['VDI ref'], z.string()),
} as const;
