/** Which SR lies on a host's system disk: the one that a new disk layout takes its space from. */
import type { Host, Pbd, StorageRepository } from './objects.js';
import type { PoolState } from './pool-state.js';

export function systemDiskStorage(
  state: PoolState,
  host: Host,
): { readonly sr: StorageRepository; readonly pbd: Pbd } | undefined {
  for (const pbd of state.pbdsOf(host)) {
    const sr = state.srs.get(pbd.sr);
    if (sr !== undefined && !sr.shared && sr.contentType === 'user') return { sr, pbd };
  }
  return undefined;
}
