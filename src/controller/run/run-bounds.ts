/** What holds a run back from beginning its next host: windows, and places that others have taken. */
import type { Window } from '../planning/window/window.js';

export interface RunBounds {
  /** A host is begun only while one of these is open and leaves it time; none: at any time. */
  readonly windows: readonly Window[];
  /** Why no host may be begun now: until a place is free (machine), or until somebody says so (person). */
  readonly held?: { readonly for: 'machine' | 'person'; readonly reason: string };
}
