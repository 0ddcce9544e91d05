/** The JSON document of `media import`, `show` and `list`: what a medium is, without its files. */
import { totals, type Manifest } from './manifest.js';

export interface ImportSummary {
  readonly id: string;
  readonly product: Manifest['product'];
  readonly platform: Manifest['platform'];
  readonly layout: Manifest['layout'];
  readonly files: number;
  readonly bytes: number;
  readonly source: { readonly kind: string; readonly sha256: string };
  readonly verified: {
    readonly packages: number;
    readonly metadata: number;
    readonly signature: Manifest['verified']['signature'];
    /** Fingerprint of the key that made it. */
    readonly signedBy: string | null;
    readonly packageSignatures: Manifest['verified']['packageSignatures'];
    readonly packagesSignedBy: readonly string[];
    readonly sourceChecksum: boolean;
  };
  readonly warnings: readonly string[];
}

export function summarize(manifest: Manifest): ImportSummary {
  const { id, product, platform, layout, source, verified, warnings } = manifest;
  return {
    id,
    product,
    platform,
    layout,
    ...totals(manifest),
    source: { kind: source.kind, sha256: source.sha256 },
    verified,
    warnings,
  };
}
