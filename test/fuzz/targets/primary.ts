/** The list of packages, in its gzip: honest compression around any text, and damaged compression. */
import { gzipSync } from 'node:zlib';
import { parsePrimary } from '../../../src/media/formats/primary.js';
import { parserTarget } from '../target.js';
import { drawXml, type Vocabulary } from '../xml-draw.js';

const words: Vocabulary = {
  root: 'metadata',
  inside: {
    metadata: ['package'],
    package: ['name', 'arch', 'version', 'checksum', 'size', 'location', 'format', 'summary', 'time'],
    format: ['rpm:provides', 'rpm:requires', 'rpm:vendor', 'file'],
    'rpm:provides': ['rpm:entry'],
    'rpm:requires': ['rpm:entry'],
  },
  attributes: {
    metadata: ['xmlns', 'packages'],
    package: ['type'],
    version: ['epoch', 'ver', 'rel'],
    checksum: ['type', 'pkgid'],
    size: ['package', 'installed', 'archive'],
    location: ['href', 'xml:base'],
    'rpm:entry': ['name', 'flags', 'epoch', 'ver', 'rel'],
  },
  values: ['kernel', 'x86_64', 'noarch', 'sha256', 'YES', 'f'.repeat(64), 'Packages/a.rpm', '1', '4096', 'rpm', 'GE'],
};

export const primary = parserTarget(
  'primary',
  (draws) => draws.damaged(gzipSync(drawXml(draws, words), { level: 1 }), 6),
  (input) => parsePrimary(input, 'primary'),
);
