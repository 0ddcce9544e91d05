/** What is made sure of before each host is armed: the medium in the store is whole, and the mirror of the run still has it. */
import type { Mirror } from '../../contract/mirror.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { MediaAccess } from '../media-access.js';
import type { Plan } from '../planning/plan.js';
import type { MirrorAccess } from './mirror-access.js';

export interface VerifyingParts {
  readonly plan: Pick<Plan, 'mirror' | 'medium'>;
  readonly media: Pick<MediaAccess, 'verify'>;
  readonly mirrors?: MirrorAccess | undefined;
}

/** @returns a function that throws MEDIA_DAMAGED, MIRROR_UNREACHABLE, MIRROR_DIFFERS, MIRROR_IGNORES_GRANTS */
export function verifyingMedia(
  { plan, media, mirrors }: VerifyingParts,
  signal: AbortSignal,
): (id: string) => Promise<void> {
  return async (id) => {
    await media.verify(id);
    const mirror = mirrorOfPlan(plan);
    // Packs come from the store, and are on no mirror.
    if (mirror === undefined || id !== plan.medium.id) return;
    if (mirrors === undefined)
      throw new DrydockError('MIRROR_UNREACHABLE', { attempted: 'looking at a mirror', subject: mirror.name });
    await mirrors.look(mirror, id, signal);
  };
}

export function mirrorOfPlan({ mirror }: Pick<Plan, 'mirror'>): Mirror | undefined {
  return mirror === undefined ? undefined : { name: mirror.name, kind: mirror.kind, url: mirror.url };
}
