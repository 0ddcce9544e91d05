/** The audit and the document of the API. */
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import { openApiDocument } from '../../../contract/api/openapi.js';
import { readAudit } from '../../audit/read-audit.js';

export interface AuditParts {
  readonly folder: string;
  readonly version: string;
}

export function auditHandlers({ folder, version }: AuditParts): ApiHandlers<'readAudit' | 'readDocument'> {
  let document: ReturnType<typeof openApiDocument> | undefined;
  return {
    readAudit: ({ query }) => readAudit(folder, query.before, query.limit),
    // Made when it is first asked for: most controllers never are.
    readDocument: () => Promise.resolve((document ??= openApiDocument(version))),
  };
}
