/** What `drydock mirror list` tells: the mirrors of the configuration, and what each was proven to have. */
import type { Mirror } from '../../contract/mirror.js';
import { mirrorOf } from '../config/mirror-settings.js';
import type { Settings } from '../config/schema.js';
import { readProofs, type ProofRecord } from './proof-file.js';

export interface ListedMirror extends Mirror {
  readonly pools: readonly string[];
  readonly networks: readonly string[];
  readonly proofs: readonly Pick<ProofRecord, 'medium' | 'at' | 'result' | 'reason'>[];
}

export async function listMirrors({
  servers,
  state,
}: Pick<Settings, 'servers' | 'state'>): Promise<readonly ListedMirror[]> {
  const records = await readProofs(state);
  return servers.mirrors.map((settings) => {
    const mirror = mirrorOf(settings);
    const own = records.filter((record) => record.mirror.name === mirror.name && record.mirror.url === mirror.url);
    const { pools, networks } = settings;
    return {
      ...mirror,
      pools,
      networks,
      proofs: own.map(({ medium, at, result, reason }) => ({ medium, at, result, reason })),
    };
  });
}
