/** docs/openapi.json: the document that a running controller gives, for those who have none at hand. */
import { openApiDocument } from '../../src/contract/api/openapi.js';
import { productVersion } from '../../src/shared/version.js';

export function openApiFile(): string {
  return `${JSON.stringify(openApiDocument(productVersion), null, 1)}\n`;
}
