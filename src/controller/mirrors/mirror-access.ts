/** What the controller needs of mirrors: which there are, what each was proven to have, and a short look just before a host depends on it. */
import type { Mirror } from '../../contract/mirror.js';

export interface ConfiguredMirror {
  readonly mirror: Mirror;
  /** By the names they were added under. */
  readonly pools: readonly string[];
  /** IPv4 networks: pools all of whose hosts are in them. */
  readonly networks: readonly string[];
}

/** What `media prove --mirror` found last, of this very content at this very address. */
export type MirrorProof =
  | { readonly kind: 'proven'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly reason: string }
  | { readonly kind: 'never' };

export interface MirrorAccess {
  /** In the order of the configuration. */
  readonly all: readonly ConfiguredMirror[];
  proof(mirror: Mirror, media: string): Promise<MirrorProof>;
  /** Whether it still has the medium. @throws MIRROR_UNREACHABLE, MIRROR_DIFFERS, MIRROR_IGNORES_GRANTS, the signal's reason */
  look(mirror: Mirror, media: string, signal: AbortSignal): Promise<void>;
}
