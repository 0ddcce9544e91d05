/**
 * The chains of upgrades from a release to another, the best first: those that a vendor refuses never, few by hand, few that are
 * advised against, few in all, media that are in the store, long-term releases, the brand of the goal, the newest. Every hop
 * leads up, so none goes round.
 */
import { compareVersions } from '../../releases/versions.js';
import { isLongTerm, pathReleases, type PathRelease } from '../../releases/paths/path-release.js';
import { hopBetween, type Hop } from './hop.js';

export type Chain = readonly Hop[];

/** By release id: the media of it that are in the store. */
export type StoredMedia = ReadonlyMap<string, readonly string[]>;

export interface ChainOptions {
  readonly stored: StoredMedia;
  /** Also hops that their vendor does not stand for. */
  readonly unsupported?: boolean;
}

/** The weights of a chain, the first one that differs decides; less is better. */
type Cost = readonly [
  byHand: number,
  advisedAgainst: number,
  hops: number,
  missing: number,
  shortTerm: number,
  foreign: number,
];

/** The best chain; undefined where none is allowed. */
export function bestChain(from: PathRelease, to: PathRelease, options: ChainOptions): Chain | undefined {
  const known = new Map<string, Chain | undefined>();
  const search = (at: PathRelease): Chain | undefined => {
    if (known.has(at.id)) return known.get(at.id);
    const chains = hopsFrom(at, to, options).flatMap((hop): Chain[] => {
      if (hop.to.id === to.id) return [[hop]];
      const rest = search(hop.to);
      return rest === undefined ? [] : [[hop, ...rest]];
    });
    const [best] = chains.sort((a, b) => compareChains(a, b, options.stored));
    known.set(at.id, best);
    return best;
  };
  return search(from);
}

/** Every chain of at most so many hops, the best first. */
export function chainsUpTo(from: PathRelease, to: PathRelease, most: number, options: ChainOptions): readonly Chain[] {
  if (most === 0) return [];
  const chains = hopsFrom(from, to, options).flatMap((hop): Chain[] =>
    hop.to.id === to.id ? [[hop]] : chainsUpTo(hop.to, to, most - 1, options).map((rest) => [hop, ...rest]),
  );
  return chains.sort((a, b) => compareChains(a, b, options.stored));
}

function compareChains(a: Chain, b: Chain, stored: StoredMedia): number {
  const [left, right] = [costOf(a, stored), costOf(b, stored)];
  const differing = left.findIndex((weight, index) => weight !== right[index]);
  if (differing >= 0) return (left[differing] ?? 0) - (right[differing] ?? 0);
  return newer(b, a);
}

export function isStored({ id }: PathRelease, stored: StoredMedia): boolean {
  return (stored.get(id) ?? []).length > 0;
}

function hopsFrom(at: PathRelease, to: PathRelease, { unsupported }: ChainOptions): readonly Hop[] {
  return (
    pathReleases
      .flatMap((next) => hopBetween(at, next) ?? [])
      .filter((hop) => unsupported === true || hop.vendor.says !== 'not-supported')
      // What is no step towards the goal need not be followed: nothing leads back down, nor from XCP-ng to XenServer.
      .filter((hop) => hop.to.id === to.id || to.brand === 'XCP-ng' || hop.to.brand === to.brand)
  );
}

function costOf(chain: Chain, stored: StoredMedia): Cost {
  const count = (counts: (hop: Hop) => boolean): number => chain.filter(counts).length;
  const between = chain.slice(0, -1);
  return [
    count(({ mode }) => mode === 'manual'),
    count(({ vendor }) => vendor.says === 'advised-against'),
    chain.length,
    count(({ to }) => !isStored(to, stored)),
    between.filter(({ to }) => !isLongTerm(to)).length,
    between.filter(({ to }) => to.brand !== chain.at(-1)?.to.brand).length,
  ];
}

/** By the first release in which they differ. */
function newer(a: Chain, b: Chain): number {
  for (const [index, hop] of a.entries()) {
    const other = b[index];
    const difference = other === undefined ? 0 : compareVersions(hop.to.product, other.to.product);
    if (difference !== 0) return difference;
  }
  return 0;
}
