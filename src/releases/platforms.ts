/** From which platform version on a host is of which release: what the vendor's own predicates compare (xencenter-rpu.md 4.2). */
import { compareVersions } from './versions.js';

/** Thresholds lie below the release's own number, so that its pre-releases count as it. */
export const platforms = {
  '6.0': '1.4.0',
  '6.2': '1.8.0',
  '6.5': '1.9.0',
  '7.0': '2.1.0',
  '7.1': '2.1.1',
  '7.2': '2.2.50',
  '7.5': '2.5.50',
  '7.6': '2.6.50',
  '8.0': '2.9.50',
  '8.1': '3.0.50',
  '8.2': '3.1.50',
  '8.2 CU1': '3.2.1',
  /** The preview after 8.2: platform 3.3. */
  'after 8.2': '3.2.50',
  'XenServer 8': '3.3.50',
  /** Above every number that is published: the platform of XenServer 9 is not (media-and-clients.md 1.1). */
  'XenServer 9': '3.4.50',
} as const;
export type PlatformName = keyof typeof platforms;

/** Null where the host or the medium tells no platform: then nobody knows. */
export function isFrom(platform: string | null, name: PlatformName): boolean | null {
  return platform === null ? null : compareVersions(platform, platforms[name]) >= 0;
}
