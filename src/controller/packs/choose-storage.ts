/** Where the image of a pack may lie: on storage that the coordinator reaches and that has room, as XenCenter chooses it. */
import type { PoolFacts, SrFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';

export interface StorageForPack {
  readonly sr: SrFacts;
  /** Bytes; null where the backend does not tell. */
  readonly free: number | null;
}

const diskTypes = [
  'ext',
  'lvm',
  'lvmoiscsi',
  'lvmohba',
  'lvmofcoe',
  'nfs',
  'smb',
  'xfs',
  'zfs',
  'gfs2',
  'largeblock',
  'file',
];

/** The default storage, else a shared one, else the coordinator's own (xencenter-rpu.md 3.5); those with room first. */
export function storageForPacks(pool: PoolFacts, survey: Survey, bytes: number): StorageForPack | undefined {
  const candidates = candidatesOf(pool, survey).filter(({ free }) => free === null || free >= bytes);
  return candidates.find(({ free }) => free !== null) ?? candidates[0];
}

/** All that the coordinator has attached and that can hold a disk, the best first. */
export function candidatesOf(pool: PoolFacts, survey: Survey): readonly StorageForPack[] {
  const reached = new Set(pool.pbds.filter((pbd) => pbd.host === pool.coordinator && pbd.attached).map(({ sr }) => sr));
  const surveyOf = (sr: SrFacts): Survey['srs'][number] | undefined => survey.srs.find(({ uuid }) => uuid === sr.uuid);
  const rank = (sr: SrFacts): number => (surveyOf(sr)?.isDefault === true ? 0 : sr.shared ? 1 : 2);
  return pool.srs
    .filter((sr) => reached.has(sr.uuid) && diskTypes.includes(sr.type) && surveyOf(sr)?.isLibrary !== true)
    .map((sr) => ({ sr, free: surveyOf(sr)?.free ?? null }))
    .sort((a, b) => rank(a.sr) - rank(b.sr) || (a.sr.uuid < b.sr.uuid ? -1 : 1));
}
