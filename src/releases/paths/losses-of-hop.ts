/** Everything that one upgrade, from a release to another, destroys, removes, refuses or changes. */
import { isFrom, type PlatformName } from '../platforms.js';
import { isAtLeast } from '../versions.js';
import { everyUpgrade } from './every-upgrade.js';
import { lostAtBrandChange } from './lost-at-brand-change.js';
import { lostAtRelease } from './lost-at-release.js';
import type { PathLoss } from './path-loss.js';
import type { PathRelease } from './path-release.js';

export function lossesOfHop(from: PathRelease, to: PathRelease): readonly PathLoss[] {
  const crossed = lostAtRelease.filter((loss) => !isReleaseFrom(from, loss.from) && isReleaseFrom(to, loss.from));
  return [...everyUpgrade, ...crossed, ...(from.brand === to.brand ? [] : lostAtBrandChange)];
}

/** Whether a release is the named one or a later one; those without a platform version go by their product's. */
function isReleaseFrom({ platform, product }: PathRelease, name: PlatformName): boolean {
  return isFrom(platform, name) ?? isAtLeast(product, '7.0.0');
}
