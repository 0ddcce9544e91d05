/** All assessments, in the order in which they are shown: from "can it be done at all" to "was it done well". */
import type { Assessment } from './assessment.js';
import { capacity } from './capacity.js';
import { clockSkew } from './clock-skew.js';
import { coordinatorNewest } from './coordinator-newest.js';
import { downgrade } from './downgrade.js';
import { evacuable } from './evacuable.js';
import { haOff } from './ha-off.js';
import { hostEnabled } from './host-enabled.js';
import { hostLive } from './host-live.js';
import { leftAsFound } from './left-as-found.js';
import { localStorage } from './local-storage.js';
import { mediaReachable } from './media-reachable.js';
import { nobodyElse } from './nobody-else.js';
import { sameHost } from './same-host.js';
import { storagePlugged } from './storage-plugged.js';
import { suspendedGuests } from './suspended-guests.js';
import { upgradePath } from './upgrade-path.js';
import { versionsProven } from './versions-proven.js';
import { wlbOff } from './wlb-off.js';

export const assessments: readonly Assessment[] = [
  hostLive,
  hostEnabled,
  coordinatorNewest,
  downgrade,
  upgradePath,
  mediaReachable,
  nobodyElse,
  haOff,
  wlbOff,
  storagePlugged,
  evacuable,
  capacity,
  clockSkew,
  suspendedGuests,
  localStorage,
  versionsProven,
  sameHost,
  leftAsFound,
];
