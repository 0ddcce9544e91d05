/** The calls about drives and storage connections: parameters in wire order after the session, least role, and since when (facts: XenAPI data model). */
import type { CallTable } from './call-table.js';

export const storageCalls: CallTable = {
  'VBD.eject': { parameters: [{ name: 'vbd', type: 'VBD ref' }], result: 'void', role: 'vm-operator', async: true },
  'VBD.insert': {
    parameters: [
      { name: 'vbd', type: 'VBD ref' },
      { name: 'vdi', type: 'VDI ref' },
    ],
    result: 'void',
    role: 'vm-operator',
    async: true,
  },
  'PBD.plug': { parameters: [{ name: 'self', type: 'PBD ref' }], result: 'void', role: 'pool-operator', async: true },
  'PBD.unplug': { parameters: [{ name: 'self', type: 'PBD ref' }], result: 'void', role: 'pool-operator', async: true },
  'SR.scan': { parameters: [{ name: 'sr', type: 'SR ref' }], result: 'void', role: 'vm-power-admin', async: true },
};
