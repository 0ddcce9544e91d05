/** From where a pool stands to where it is to go, as a document: pure, so that the same releases, media and facts give the same way. */
import type {
  AlternativeDocument,
  HopDocument,
  PathDocument,
  ReachableDocument,
  ReleaseDocument,
} from '../../contract/upgrade-path.js';
import { pathReleases, type PathRelease } from '../../releases/paths/path-release.js';
import { bestChain, chainsUpTo, isStored, type Chain, type StoredMedia } from './chains.js';
import { concernOf, type SeenPool } from './concerns.js';
import { hopBetween, whyNoHop, type Hop } from './hop.js';
import { nextSteps } from './next-steps.js';
import type { StartOfPool } from './start-of-pool.js';

export interface PathQuestion {
  /** The pool's name as the commands take it; null without a pool. */
  readonly pool: string | null;
  readonly start: StartOfPool;
  /** Undefined: everything reachable. */
  readonly to: PathRelease | undefined;
  readonly stored: StoredMedia;
  readonly seen: SeenPool | undefined;
}

/** How many other ways are told. */
const toldAlternatives = 3;

export function planPath(question: PathQuestion): PathDocument {
  const { pool, start, to } = question;
  const document = { pool, from: named(start.oldest), to: to === undefined ? null : named(to), mixed: start.mixed };
  const finish = start.mixed === null ? [] : finishing(question);
  if (finish === undefined) {
    const impossible = `The pool cannot be finished: ${whyNoHop(start.oldest, start.coordinator) ?? 'no hop leads there'}`;
    return { ...document, possible: false, hops: [], alternatives: [], reachable: [], impossible };
  }
  const isThere = to === undefined || to.id === start.coordinator.id;
  const chain = isThere ? [] : bestChain(start.coordinator, to, question);
  if (chain === undefined) {
    const impossible = to === undefined ? null : whyImpossible(question, to);
    const reachable = reachableFrom(question);
    return { ...document, possible: false, hops: finish, alternatives: unsupported(question), reachable, impossible };
  }
  return {
    ...document,
    possible: true,
    hops: [...finish, ...chain.map((hop) => hopDocument(hop, 'upgrade', question))],
    alternatives: isThere ? [] : alternatives(question, chain),
    reachable: to === undefined ? reachableFrom(question) : [],
    impossible: null,
  };
}

/** The rest of a pool that is half upgraded comes before anything else; undefined where that is impossible. */
function finishing(question: PathQuestion): readonly HopDocument[] | undefined {
  const { oldest, coordinator } = question.start;
  const hop = hopBetween(oldest, coordinator);
  return hop === undefined ? undefined : [hopDocument(hop, 'finish', question)];
}

function hopDocument(hop: Hop, kind: HopDocument['kind'], question: PathQuestion): HopDocument {
  const media = question.stored.get(hop.to.id) ?? [];
  const { hotfix, vendor } = hop;
  return {
    ...{ from: named(hop.from), to: named(hop.to), kind, mode: hop.mode, whyManual: hop.whyManual },
    ...{ hotfix: hotfix === null ? null : { ...hotfix }, vendor: { ...vendor }, media },
    losses: hop.losses.map(({ id, kind: lost, what, how, before, after, source }) => ({
      ...{ id, kind: lost, what, how, before, after, source },
      ...concernOf(id, question.seen),
    })),
    next: nextSteps(hop, { pool: question.pool, media }),
  };
}

/** Others of the same length, then a shorter one that costs something else. */
function alternatives(question: PathQuestion, best: Chain): readonly AlternativeDocument[] {
  const { start, to, stored } = question;
  if (to === undefined) return [];
  const all = chainsUpTo(start.coordinator, to, best.length, { stored, unsupported: true }).filter(
    (chain) => key(chain) !== key(best),
  );
  const allowed = all.filter((chain) => chain.every(({ vendor }) => vendor.says !== 'not-supported'));
  const shorter = all.filter((chain) => chain.length < best.length);
  const told = [...allowed.slice(0, toldAlternatives), ...shorter.slice(0, 1)];
  return [...new Map(told.map((chain) => [key(chain), chain])).values()].map((chain) =>
    alternative(chain, best, stored),
  );
}

/** Where no vendor stands for any way: what installers would do all the same. */
function unsupported({ start, to, stored }: PathQuestion): readonly AlternativeDocument[] {
  const chain = to === undefined ? undefined : bestChain(start.coordinator, to, { stored, unsupported: true });
  return chain === undefined ? [] : [alternative(chain, chain, stored)];
}

function alternative(chain: Chain, best: Chain, stored: StoredMedia): AlternativeDocument {
  const refused = chain.find(({ vendor }) => vendor.says === 'not-supported' || vendor.says === 'advised-against');
  const missing = chain.filter(({ to }) => !isStored(to, stored)).map(({ to }) => to.name);
  const reasons = [
    chain.length < best.length ? 'shorter' : '',
    refused === undefined ? '' : refused.vendor.text.replace(/\.$/, ''),
    chain.some(({ mode }) => mode === 'manual') && best.every(({ mode }) => mode === 'automatic') ? 'by hand' : '',
    missing.length === 0 ? 'all media are in the store' : `media to import: ${missing.join(', ')}`,
  ];
  return { releases: releasesOf(chain), why: reasons.filter((reason) => reason !== '').join('; ') };
}

function reachableFrom({ start, stored }: PathQuestion): readonly ReachableDocument[] {
  return pathReleases.flatMap((to): ReachableDocument[] => {
    const chain = to.id === start.coordinator.id ? undefined : bestChain(start.coordinator, to, { stored });
    if (chain === undefined) return [];
    return [
      {
        to: named(to),
        hops: chain.length,
        byHand: chain.filter(({ mode }) => mode === 'manual').length,
        via: chain.slice(0, -1).map((hop) => hop.to.name),
        missingMedia: chain.filter((hop) => !isStored(hop.to, stored)).map((hop) => hop.to.name),
      },
    ];
  });
}

/** The direct reason, and that nothing between helps. */
function whyImpossible({ start }: PathQuestion, to: PathRelease): string {
  const direct = whyNoHop(start.coordinator, to);
  return direct ?? hopBetween(start.coordinator, to)?.vendor.text ?? 'No chain of upgrades leads there.';
}

function releasesOf(chain: Chain): readonly string[] {
  const [first] = chain;
  return first === undefined ? [] : [first.from.name, ...chain.map(({ to }) => to.name)];
}

function key(chain: Chain): string {
  return chain.map(({ to }) => to.id).join(' ');
}

function named({ id, name }: PathRelease): ReleaseDocument {
  return { id, name };
}
