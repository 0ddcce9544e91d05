/** The media store as controller and `check` use it. */
import type { MediaAccess } from '../controller/media-access.js';
import { hardwareOfMedium } from '../media/hardware-of-medium.js';
import { allMarks, markInUse, unmarkInUse } from '../media/store/in-use.js';
import { openCatalogue } from '../media/store/open-catalogue.js';
import { requireUndamaged, verifyMedium } from '../media/verify-medium.js';

export function mediaAccess(mediaCache: string): MediaAccess {
  const catalogue = openCatalogue(mediaCache);
  return {
    open: (idOrAlias) => catalogue.open(idOrAlias),
    verify: async (id) => requireUndamaged(await verifyMedium({ mediaCache, id })),
    hardware: (id) => hardwareOfMedium({ mediaCache, id }),
    markInUse: (id, marker) => markInUse({ mediaCache, id, marker }),
    unmarkInUse: (id, marker) => unmarkInUse({ mediaCache, id, marker }),
    marks: () => allMarks(mediaCache),
  };
}
