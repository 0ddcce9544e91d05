/**
 * Trust that grows from what is trusted already. The coordinator gives the fingerprints of its members over a connection
 * whose own certificate is pinned: with them a redirect can be followed, and a member that does not come back can be asked
 * itself. A certificate trusted on first use is expected from then on. What the operator has pinned always comes first.
 */
import { canonicalAddress } from './address.js';
import type { CertificatePolicy } from './certificate-policy.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export class LearnedCertificates implements CertificatePolicy {
  readonly #policy: CertificatePolicy;
  readonly #learned = new Map<string, string>();

  constructor(policy: CertificatePolicy) {
    this.#policy = policy;
  }

  expectedFingerprint(address: string): string | undefined {
    return this.#policy.expectedFingerprint(address) ?? this.#learned.get(canonicalAddress(address));
  }

  async onFirstUse(address: string, fingerprint: string): Promise<boolean> {
    const trusted = (await this.#policy.onFirstUse?.(address, fingerprint)) ?? false;
    if (trusted) this.learn(address, fingerprint);
    return trusted;
  }

  learn(address: string, fingerprint: string): void {
    try {
      this.#learned.set(canonicalAddress(address), fingerprint);
    } catch (error) {
      // A host without a usable address in its record cannot be asked anyway.
      if (!(error instanceof DrydockError)) throw error;
    }
  }
}
