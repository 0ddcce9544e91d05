/** What `upgrade path --json` shows: the upgrades that it takes from a release to another, and what each of them costs. */

export interface ReleaseDocument {
  readonly id: string;
  readonly name: string;
}

export interface LossDocument {
  readonly id: string;
  readonly kind: 'destroys' | 'removes' | 'refuses' | 'changes';
  readonly what: string;
  readonly how: string;
  readonly before: string;
  readonly after: string;
  readonly source: string;
  /** Whether the pool has such a thing; `not-known` without a pool, or where the API does not tell. */
  readonly concerns: 'yes' | 'no' | 'not-known';
  /** What was seen of it, in words; empty where nothing was. */
  readonly seen: string;
}

export interface HopDocument {
  readonly from: ReleaseDocument;
  readonly to: ReleaseDocument;
  /** `finish`: the rest of a pool that is half upgraded. */
  readonly kind: 'finish' | 'upgrade';
  readonly mode: 'automatic' | 'manual';
  /** Why somebody has to be at the consoles; null in Automatic mode. */
  readonly whyManual: string | null;
  readonly hotfix: {
    readonly name: string;
    readonly weight: 'needed' | 'helpful';
    readonly why: string;
    readonly source: string;
  } | null;
  readonly vendor: {
    readonly says: 'supported' | 'advised-against' | 'not-supported' | 'not-stated';
    readonly text: string;
    readonly source: string;
  };
  /** Ids of media in the store that serve this hop; empty: one has to be imported. */
  readonly media: readonly string[];
  readonly losses: readonly LossDocument[];
  /** What to do next for this hop: commands, or what a person does at the console. */
  readonly next: readonly string[];
}

export interface AlternativeDocument {
  readonly releases: readonly string[];
  readonly why: string;
}

export interface ReachableDocument {
  readonly to: ReleaseDocument;
  readonly hops: number;
  readonly byHand: number;
  /** The releases between, by name. */
  readonly via: readonly string[];
  /** Releases whose medium is not in the store, by name. */
  readonly missingMedia: readonly string[];
}

export interface PathDocument {
  readonly pool: string | null;
  readonly from: ReleaseDocument;
  /** Null when everything reachable was asked for. */
  readonly to: ReleaseDocument | null;
  /** How a pool is half upgraded, in words; null when it is not, or without a pool. */
  readonly mixed: string | null;
  readonly possible: boolean;
  readonly hops: readonly HopDocument[];
  readonly alternatives: readonly AlternativeDocument[];
  readonly reachable: readonly ReachableDocument[];
  /** Why there is no way; null where there is one. */
  readonly impossible: string | null;
}
