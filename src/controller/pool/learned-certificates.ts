/**
 * Trust that grows from the coordinator: the fingerprints that it gives of its members, read over a connection whose own
 * certificate is pinned. With them a redirect to another host can be followed, and a member that does not come back
 * can be asked itself. What the operator has pinned always comes first.
 */
import { canonicalAddress } from '../../xapi/transport/address.js';
import type { CertificatePolicy } from '../../xapi/transport/certificate-policy.js';
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
    return (await this.#policy.onFirstUse?.(address, fingerprint)) ?? false;
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
