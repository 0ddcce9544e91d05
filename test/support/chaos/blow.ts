/** One kind of blow: what it does to a site while an upgrade is under way, and how it is mended again. */
import type { Random } from '../../../src/simulator/state/random.js';
import type { Site } from './site.js';

export interface Blow {
  readonly name: string;
  /** Why this machine cannot take it; undefined when it can. */
  impossible?(machine: Pick<Site, 'smallDisk'>): Promise<string | undefined>;
  strike(site: Site, random: Random): Promise<void>;
  /** A host may be lost by it: the installer asks once and never again (media-and-clients.md). */
  readonly mayLoseHost?: boolean;
  /** The pool is somebody else's afterwards: the upgrade stops, and is aborted. */
  readonly endsTheRun?: boolean;
}

/** Real time: what is tested here is real processes. */
export function pause(duration: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, duration));
}
