/** The fields of a `Certificate` record, a TLS certificate of a host: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const certificateFields: FieldTable = {
  fingerprint: { type: 'string', since: '8.2' },
  fingerprint_sha1: { type: 'string', since: 'xapi 24.20.0' },
  fingerprint_sha256: { type: 'string', since: 'xapi 24.20.0' },
  host: { type: 'host ref', since: '8.2' },
  name: { type: 'string', since: 'xapi 1.294.0' },
  not_after: { type: 'datetime', since: '8.2' },
  not_before: { type: 'datetime', since: '8.2' },
  purpose: { type: 'enum certificate_purpose set', since: 'xapi 26.13.0' },
  type: { type: 'enum certificate_type', since: 'xapi 1.294.0' },
  uuid: { type: 'string', since: '8.2' },
};
