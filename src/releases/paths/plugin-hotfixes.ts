/** The hotfixes that replace the upgrade plugin of old hosts, and when one is needed (xencenter-rpu.md 4.6). */
import { isAtLeast } from '../versions.js';
import type { PathRelease } from './path-release.js';

export interface PluginHotfix {
  readonly name: string;
  /** `needed`: without it Automatic mode does not work, or the vendor demands it. `helpful`: the host tells more with it. */
  readonly weight: 'needed' | 'helpful';
  readonly why: string;
  readonly source: string;
}

/** The vendor's name of the hotfix for hosts of a product version; undefined where there is none, as for XCP-ng. */
export function hotfixName({ brand, product }: Pick<PathRelease, 'brand' | 'product'>): string | undefined {
  if (brand === 'XCP-ng') return undefined;
  return hotfixes.find(({ from, before }) => isAtLeast(product, from) && !isAtLeast(product, before))?.name;
}

const hotfixes = [
  { name: 'RPU001', from: '6.0.0', before: '6.5.0' },
  { name: 'RPU002', from: '6.5.0', before: '7.0.0' },
  { name: 'RPU003', from: '7.0.0', before: '7.1.0' },
  { name: 'RPU004', from: '7.1.0', before: '8.0.0' },
  { name: 'RPU005', from: '8.2.0', before: '8.3.0' },
] as const;

/** What a host of a release needs before it is pointed at a medium of another. */
export function pluginHotfix(from: PathRelease, to: PathRelease): PluginHotfix | undefined {
  const name = hotfixName(from);
  const modern = isAtLeast(to.product, '7.0.0');
  if (name === undefined || !modern) return undefined;
  if (!isAtLeast(from.product, '7.0.0')) {
    const why = 'its plugin does not read media of 7.0 and later without it';
    return { name, weight: 'needed', why, source: 'media-and-clients.md 2.1 (result matrix)' };
  }
  if (isAtLeast(from.product, '8.2.0') && isAtLeast(to.product, '8.3.0')) {
    const why =
      'the vendor demands it of 8.2 hosts before they leave 8.2; with it the plugin tells the licence agreement';
    return { name, weight: 'needed', why, source: 'xencenter-rpu.md 2.1, row 3; 4.6' };
  }
  if (isAtLeast(from.product, '8.2.0')) return undefined;
  const why = 'with it the plugin tells the version of the medium and the memory of the new control domain';
  return { name, weight: 'helpful', why, source: 'xencenter-rpu.md 4.3, 4.6' };
}
