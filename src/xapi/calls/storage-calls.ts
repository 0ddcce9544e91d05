/** The calls of the storage classes. */
import { z } from 'zod';
import { effect, effectGiving, read } from './call-definition.js';
import { pbdRecord, srRecord, vbdRecord, vdiRecord } from './records.js';
import { recordsOf } from './wire-schemas.js';

export const storageCalls = {
  'SR.get_all_records': read([], recordsOf(srRecord)),
  'SR.get_uuid': read(['SR ref'], z.string()),
  'SR.get_by_uuid': read(['string'], z.string()),
  'PBD.get_all_records': read([], recordsOf(pbdRecord)),
  'PBD.get_by_uuid': read(['string'], z.string()),
  'PBD.plug': effect(['PBD ref']),
  'VBD.get_by_uuid': read(['string'], z.string()),
  'VBD.get_VDI': read(['VBD ref'], z.string()),
  'VBD.eject': effect(['VBD ref']),
  'VBD.insert': effect(['VBD ref', 'VDI ref']),
  'VDI.get_by_uuid': read(['string'], z.string()),
  'VDI.create': effectGiving(['VDI record'], z.string()),
  'VDI.destroy': effect(['VDI ref']),
  'VBD.get_all_records': read([], recordsOf(vbdRecord)),
  'VDI.get_all_records': read([], recordsOf(vdiRecord)),
  /** The way from `pool.ha_statefiles` (references of VDIs) to the SRs that hold the heartbeat. */
  'VDI.get_SR': read(['VDI ref'], z.string()),
} as const;
