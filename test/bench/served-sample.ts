/** The sample medium behind the real media server processes, for the benches of the servers. */
import { join } from 'node:path';
import type { Endpoint } from '../../src/contract/media-server.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { startBuiltMediaServer } from './built-media-server.js';
import { importSample, smallFiles } from './sample-medium.js';

export interface ServedSample {
  readonly endpoints: readonly Endpoint[];
  /** The same files as a folder, for peers. */
  readonly treeFolder: string;
  readonly small: readonly string[];
  stop(): Promise<void>;
}

export async function serveSample(folder: string): Promise<ServedSample> {
  const cache = join(folder, 'cache');
  const { manifest } = await importSample(folder, cache);
  const medium = await openCatalogue(cache).open('sample');
  if (medium === undefined) throw new Error('the sample medium is not there');
  const { endpoints, stop } = await startBuiltMediaServer(folder, cache, ['http', 'ftp']);
  return {
    endpoints,
    treeFolder: medium.treeFolder,
    small: smallFiles(manifest),
    stop,
  };
}

export function portOf(endpoints: readonly Endpoint[], protocol: 'http' | 'ftp'): number {
  const found = endpoints.find((endpoint) => endpoint.protocol === protocol);
  if (found === undefined) throw new Error(`no ${protocol} endpoint`);
  return found.port;
}
