/** What somebody else does to a pool, as far as records tell: what it is, whose it seems to be, and what a run does about it. */

/** blocks: the run does not go on beside it. waits: it ends by itself, and the run waits, within bounds. notice: it is named. */
export type Weight = 'blocks' | 'waits' | 'notice';

export interface Work {
  readonly weight: Weight;
  /** As a clause: "a backup by Xen Orchestra holds vm-1 in its place (VM migration is blocked during backup)". */
  readonly text: string;
  /** What it is about, by uuid; the pool where no one thing is told. */
  readonly about: { readonly kind: 'pool' | 'host' | 'vm' | 'sr'; readonly uuid: string };
  /** The host on which it runs, by uuid; null where it is not told. */
  readonly host: string | null;
}
