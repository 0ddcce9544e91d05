/** The fields of a `network_sriov` record, SR-IOV on an interface: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const networkSriovFields: FieldTable = {
  configuration_mode: { type: 'enum sriov_configuration_mode', since: '7.5' },
  logical_PIF: { type: 'PIF ref', since: '7.5' },
  physical_PIF: { type: 'PIF ref', since: '7.5' },
  requires_reboot: { type: 'bool', since: '7.5' },
  uuid: { type: 'string' },
};
