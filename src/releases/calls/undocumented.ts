/** Calls that hosts answer and that the published data model leaves out (source: xapi.md 1.2, 2.5; xapi's list of calls in emergency mode). */
import type { CallTable } from './call-table.js';

export const undocumentedCalls: CallTable = {
  'host.is_in_emergency_mode': { parameters: [], result: 'bool', role: 'read-only', async: false },
  'host.local_assert_healthy': { parameters: [], result: 'void', role: 'local-root', async: false },
  'pool.is_slave': {
    parameters: [{ name: 'host', type: 'host ref' }],
    result: 'bool',
    role: 'pool-operator',
    async: false,
  },
  'pool.ping_slave': { parameters: [], result: 'void', role: 'local-root', async: false },
};
