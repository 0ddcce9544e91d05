/** The calls of the network classes. */
import { optionalRead, read } from './call-definition.js';
import { bondRecord, networkRecord, pifMetricsRecord, pifRecord, vifRecord } from './records.js';
import { recordsOf } from './wire-schemas.js';

export const networkCalls = {
  'PIF.get_all_records': read([], recordsOf(pifRecord)),
  /** Which device an interface is: the only PCI ids that the API gives of every release. */
  'PIF_metrics.get_all_records': optionalRead([], recordsOf(pifMetricsRecord)),
  'VIF.get_all_records': read([], recordsOf(vifRecord)),
  'network.get_all_records': read([], recordsOf(networkRecord)),
  'Bond.get_all_records': optionalRead([], recordsOf(bondRecord)),
} as const;
