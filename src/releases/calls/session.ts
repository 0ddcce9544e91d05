/** The calls about sessions: parameters in wire order after the session, least role, and since when (facts: XenAPI data model). */
import type { CallTable } from './call-table.js';

export const sessionCalls: CallTable = {
  'session.login_with_password': {
    parameters: [
      { name: 'uname', type: 'string' },
      { name: 'pwd', type: 'string' },
      { name: 'version', type: 'string', default: '1.1' },
      { name: 'originator', type: 'string', default: '', since: '6.2' },
    ],
    result: 'session ref',
    role: 'read-only',
    async: false,
    session: false,
  },
  'session.logout': { parameters: [], result: 'void', role: 'read-only', async: false },
  'session.slave_local_login_with_password': {
    parameters: [
      { name: 'uname', type: 'string' },
      { name: 'pwd', type: 'string' },
    ],
    result: 'session ref',
    role: 'pool-admin',
    async: false,
    session: false,
  },
  'session.local_logout': { parameters: [], result: 'void', role: 'pool-admin', async: false },
};
