/** How long clients are silent while nothing is wrong, phase by phase, and how much slower than the first host the next may be. */
import type { InstallPhase } from './client-script.js';

export interface QuietLimits {
  /** While a transfer is under way, in milliseconds: every client of every release reads as fast as it can. */
  readonly transfer: number;
  /** Between two requests. */
  readonly betweenRequests: number;
}

const seconds = 1000;
const minutes = 60 * seconds;

/**
 * media-and-clients.md 3.1 and 3.2: `main` packs install.img anew between two requests (plugins up to 2016); the installer
 * copies the whole old system aside and makes file systems between its two look-ups; the package manager installs
 * everything after the last fetch. The times are estimates: the whole installation takes 10 to 20 minutes.
 */
export const quietLimits: Readonly<Record<InstallPhase, QuietLimits>> = {
  'test-url': { transfer: 30 * seconds, betweenRequests: minutes },
  stage: { transfer: minutes, betweenRequests: 5 * minutes },
  'look-up': { transfer: minutes, betweenRequests: 20 * minutes },
  packages: { transfer: minutes, betweenRequests: 20 * minutes },
};

/** What the next host may take where the first one took `time`: half as long again, and what chance adds to short times. */
export function allowedTime(time: number): number {
  return Math.round(time * 1.5) + 30 * seconds;
}

/**
 * How many packages may be fetched beyond those of the first host, or be left out, before it is said: hosts with other
 * hardware take other driver packages. A share of what the first host fetched, and never less than a few.
 */
export function allowedOtherPackages(fetched: number): number {
  return Math.max(3, Math.floor(fetched / 50));
}

/**
 * A package is left out when this many that came after it on the first host have been asked for: dnf fetches three at a
 * time (traces dnf-4.14), so that neighbours change places and nothing else does.
 */
export const passedOver = 12;
