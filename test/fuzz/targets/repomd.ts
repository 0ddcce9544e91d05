/** `repodata/repomd.xml`. */
import { parseRepomd } from '../../../src/media/formats/repomd.js';
import { parserTarget } from '../target.js';
import { drawXml, type Vocabulary } from '../xml-draw.js';

const words: Vocabulary = {
  root: 'repomd',
  inside: {
    repomd: ['data', 'revision'],
    data: ['checksum', 'open-checksum', 'location', 'size', 'open-size', 'timestamp'],
  },
  attributes: { data: ['type'], checksum: ['type'], 'open-checksum': ['type'], location: ['href'] },
  values: ['primary', 'group', 'sha256', 'sha1', 'repodata/a-primary.xml.gz', 'f'.repeat(64), '0'.repeat(40), '12345'],
};

export const repomd = parserTarget('repomd', (draws) => drawXml(draws, words), parseRepomd);
