/** The calls of class host. `host.evacuate` and `host.disable` grew optional arguments, which older hosts refuse. */
import { z } from 'zod';
import { effect, optionalEffect, read, startableEffect } from './call-definition.js';
import { hostMetricsRecord, hostRecord } from './records.js';
import { recordsOf, wireTime, wireVoid } from './wire-schemas.js';

export const hostCalls = {
  'host.get_all_records': read([], recordsOf(hostRecord)),
  'host_metrics.get_all_records': read([], recordsOf(hostMetricsRecord)),
  'host.get_by_uuid': read(['string'], z.string()),
  /** Answered by the host itself: the coordinator can talk to it, and its clock says this. */
  'host.get_servertime': read(['host ref'], wireTime),
  /** PEM, fetched from the host itself. */
  'host.get_server_certificate': read(['host ref'], z.string()),
  'host.get_vms_which_prevent_evacuation': read(['host ref'], z.record(z.string(), z.array(z.string()))),
  'host.remove_from_other_config': effect(['host ref', 'string']),
  /** Since 5.6. */
  'host.set_power_on_mode': optionalEffect(['host ref', 'string', '(string -> string) map']),
  'host.disable': effect(['host ref']),
  'host.enable': effect(['host ref']),
  /** Returns before xapi goes down; on the coordinator it takes all sessions along. */
  'host.restart_agent': effect(['host ref']),
  'host.evacuate': startableEffect(['host ref'], wireVoid),
  'host.reboot': startableEffect(['host ref'], wireVoid),
  'host.call_plugin': startableEffect(['host ref', 'string', 'string', '(string -> string) map'], z.string()),
} as const;
