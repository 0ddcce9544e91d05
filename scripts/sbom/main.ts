/** `npm run sbom`: writes the bill of materials; a test compares it with the lock file. */
import { writeFileSync } from 'node:fs';
import { sbom, sbomPath } from './sbom.js';

writeFileSync(sbomPath, sbom());
