/** The calls of class pool. */
import { z } from 'zod';
import { effect, read, startableEffect } from './call-definition.js';
import { poolRecord } from './records.js';
import { recordsOf, wireVoid } from './wire-schemas.js';

export const poolCalls = {
  'pool.get_all': read([], z.array(z.string())),
  'pool.get_all_records': read([], recordsOf(poolRecord)),
  /** Retries for ever when the state file and a host are unreachable, hence only in the background. */
  'pool.disable_ha': startableEffect([], wireVoid),
  'pool.enable_ha': startableEffect(['SR ref set', '(string -> string) map'], wireVoid),
  'pool.set_ha_host_failures_to_tolerate': effect(['pool ref', 'int']),
  'pool.set_wlb_enabled': effect(['pool ref', 'bool']),
  /** Fails with MAP_DUPLICATE_KEY when the key is there: what makes a claim a claim. */
  'pool.add_to_other_config': effect(['pool ref', 'string', 'string']),
  'pool.remove_from_other_config': effect(['pool ref', 'string']),
} as const;
