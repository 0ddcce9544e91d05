/** The medium of the FTP bench behind the real media server processes: one file of 1 GiB, and small ones of two sizes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { treeinfoTree, type SyntheticPackage } from '../support/media-synthetic-tree.js';
import { startBuiltMediaServer } from './built-media-server.js';
import type { FtpPeer } from './ftp-peers.js';
import { largeFile } from './sample-medium.js';
import { portOf } from './served-sample.js';

export const largeBytes = 1024 ** 3;
/** What many packages are, and what the mean of the small ones is (building-blocks.md 3). */
const sizes = { small: 64 * 1024, tiny: 9 * 1024 } as const;
const count = 400;

interface SampleFile {
  readonly path: string;
  readonly size: number;
}

export interface FtpSample {
  readonly ours: FtpPeer;
  /** Of the medium on our server. */
  readonly folder: string;
  /** The same files as a folder, for peers. */
  readonly tree: string;
  readonly small: readonly SampleFile[];
  readonly tiny: readonly SampleFile[];
}

export async function serveFtpSample(folder: string): Promise<FtpSample> {
  const packages: SyntheticPackage[] = ['xcp-ng-deps', 'xapi-core', 'xen-hypervisor', 'kernel'].map((name) => ({
    name,
    content: name,
  }));
  for (const [name, size] of Object.entries(sizes)) {
    for (let number = 0; number < count; number++)
      packages.push({ name: `${name}-${number}`, content: `${number}`.padEnd(size, 'x') });
  }
  const tree = await treeinfoTree({ packages });
  tree.set(largeFile, Buffer.alloc(largeBytes, 'large'));
  const source = join(folder, 'source');
  for (const [path, content] of tree) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), content);
  }
  const mediaCache = join(folder, 'cache');
  const { manifest } = await importMedia({ source, mediaCache, id: 'sample' });
  const medium = await openCatalogue(mediaCache).open('sample');
  if (medium === undefined) throw new Error('the sample medium is not there');
  const { endpoints, supervisor: pid, stop } = await startBuiltMediaServer(folder, mediaCache, ['ftp']);
  return {
    ours: { name: 'drydock', port: portOf(endpoints, 'ftp'), pid, stop },
    folder: 'media/sample',
    tree: medium.treeFolder,
    small: manifest.files.filter((file) => file.path.includes('small-')),
    tiny: manifest.files.filter((file) => file.path.includes('tiny-')),
  };
}
