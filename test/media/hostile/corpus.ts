/** All hostile sources, in the order of the table. */
import { archiveCases } from './archive-cases.js';
import { folderCases } from './folder-cases.js';
import type { HostileCase } from './hostile-case.js';
import { isoCases } from './iso-cases.js';
import { releaseCases } from './release-cases.js';
import { repositoryCases } from './repository-cases.js';
import { urlCases } from './url-cases.js';

export const hostileCases: readonly HostileCase[] = [
  ...isoCases,
  ...archiveCases,
  ...folderCases,
  ...releaseCases,
  ...repositoryCases,
  ...urlCases,
];
