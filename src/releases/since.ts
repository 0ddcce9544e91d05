/** When a call, a parameter or a field came into the API, and whether a given release has it already. */
import { isAtLeast } from './versions.js';

/**
 * `7.1`, `5.6FP1`: a product release, up to 8.2 and its hotfixes. `xapi 1.290.0`: the xapi version, from then on, since
 * the product number no longer tells (XCP-ng 8.3 media carry xapi 24.x, its updates 26.x).
 */
export type Since = string;

/** The two versions that decide what a host's API has. */
export interface ApiLevel {
  readonly productVersion: string;
  /** Full version of xapi, as `software_version:xapi_build` gives it: `24.11.0`. */
  readonly xapiVersion: string;
}

const sincePattern = /^(?:xapi (\S+)|(\d+\.\d+)((?:u|FP|SP|HF)\d)?)$/;

/** Without a `since`, a fact holds for every release that the controller knows (4.1 and later). */
export function isPresentSince(since: Since | undefined, level: ApiLevel): boolean {
  if (since === undefined) return true;
  const match = sincePattern.exec(since);
  if (match === null) throw new TypeError(`not a release or xapi version: ${since}`);
  const [, xapiVersion, product, point] = match;
  if (xapiVersion !== undefined) return isAtLeast(level.xapiVersion, xapiVersion);
  // A feature pack, service pack or hotfix lies between its release and the next point release: 8.2HF2 is in 8.2.1.
  return isAtLeast(level.productVersion, point === undefined ? `${product ?? ''}.0` : `${product ?? ''}.1`);
}
