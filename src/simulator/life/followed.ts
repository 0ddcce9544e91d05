/** Marks in place of the coordinator that a host's pool.conf names. */
import type { Ref } from '../state/objects.js';

/** The host is called a member of itself: HOST_ITS_OWN_SLAVE. */
export const itself: Ref = 'itself';
