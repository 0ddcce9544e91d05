// What every scenario has alike unless it says otherwise: media in good order, and what a person asks for.
import type { PlanRequest } from '../../../src/contract/control.js';
import type { MediaAccess } from '../../../src/controller/media-access.js';
import type { Medium } from '../../../src/media/catalogue.js';
import { drivingMedium } from '../controller-evidence.js';

/** Media that are never damaged and drive every host. */
export function goodMedia(open: MediaAccess['open']): MediaAccess {
  return {
    open,
    verify: () => Promise.resolve(),
    markInUse: () => Promise.resolve(),
    unmarkInUse: () => Promise.resolve(),
    marks: () => Promise.resolve([]),
    hardware: () => Promise.resolve(drivingMedium()),
  };
}

/** All hosts in the usual order, with what can be put right put right. */
export function usualRequest(
  pool: string,
  medium: { readonly manifest: Pick<Medium['manifest'], 'id'> },
  changes: Partial<PlanRequest> = {},
): PlanRequest {
  return {
    ...{ pool, media: medium.manifest.id, order: [], only: [], accept: [] },
    ...{ fix: true, approveEachHost: false, soakMinutes: 0, by: 'ann' },
    ...changes,
  };
}
