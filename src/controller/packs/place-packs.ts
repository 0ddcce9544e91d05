/** Gives each pack of a plan the storage that takes its image; only after the assessments have found that there is one. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Gathered } from '../check/gather.js';
import { storageForPacks } from './choose-storage.js';
import type { NamedPack } from './find-pack.js';
import type { PlannedPack } from './planned-pack.js';

/** @throws INTERNAL_FAULT where the assessments let through what cannot be placed */
export function placePacks(packs: readonly NamedPack[], { pool, evidence }: Gathered): readonly PlannedPack[] {
  return packs.map(({ id, uuid, name, version, guidance, bytes }) => {
    const all = packs.reduce((sum, pack) => sum + pack.bytes, 0);
    const place = evidence.survey.known ? storageForPacks(pool, evidence.survey.value, all) : undefined;
    if (uuid === null || place === undefined)
      throw new DrydockError('INTERNAL_FAULT', { attempted: `finding storage for the pack ${id}` });
    return { id, uuid, name, version, guidance: [...guidance], bytes, sr: place.sr.uuid, srName: place.sr.name };
  });
}
