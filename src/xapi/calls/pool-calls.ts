/** The calls of class pool. */
import { z } from 'zod';
import { effect, effectGiving, optionalEffect, optionalRead, read, startableEffect } from './call-definition.js';
import { clusterHostRecord, clusterRecord, poolRecord, poolUpdateRecord } from './records.js';
import { recordsOf, wireVoid } from './wire-schemas.js';

export const poolCalls = {
  'pool.get_all': read([], z.array(z.string())),
  'pool.get_all_records': read([], recordsOf(poolRecord)),
  /** Since 7.1; what was applied before is told by the hosts' versions alone. */
  'pool_update.get_all_records': optionalRead([], recordsOf(poolUpdateRecord)),
  'pool_update.get_by_uuid': optionalRead(['string'], z.string()),
  'pool_update.introduce': { ...effectGiving(['VDI ref'], z.string()), optional: true },
  'pool_update.precheck': { ...effectGiving(['pool_update ref', 'host ref'], z.string()), optional: true },
  'pool_update.apply': { ...startableEffect(['pool_update ref', 'host ref'], wireVoid), optional: true },
  /** Takes the image away and keeps the record of what is applied; that of an update without hosts can be destroyed. */
  'pool_update.pool_clean': optionalEffect(['pool_update ref']),
  'pool_update.destroy': optionalEffect(['pool_update ref']),
  /** Since 7.5. */
  'Cluster.get_all_records': optionalRead([], recordsOf(clusterRecord)),
  'Cluster_host.get_all_records': optionalRead([], recordsOf(clusterHostRecord)),
  /** Retries for ever when the state file and a host are unreachable, hence only in the background. */
  'pool.disable_ha': startableEffect([], wireVoid),
  'pool.enable_ha': startableEffect(['SR ref set', '(string -> string) map'], wireVoid),
  'pool.set_ha_host_failures_to_tolerate': effect(['pool ref', 'int']),
  /** Both since 7.0. */
  'pool.set_health_check_config': optionalEffect(['pool ref', '(string -> string) map']),
  'pool.disable_ssl_legacy': optionalEffect(['pool ref']),
  'pool.set_wlb_enabled': effect(['pool ref', 'bool']),
  /** Fails with MAP_DUPLICATE_KEY when the key is there: what makes a claim a claim. */
  'pool.add_to_other_config': effect(['pool ref', 'string', 'string']),
  'pool.remove_from_other_config': effect(['pool ref', 'string']),
} as const;
