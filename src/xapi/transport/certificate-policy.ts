/**
 * Which certificate is believed. Almost all pools have self-signed certificates, so chains prove nothing here: the
 * SHA-256 fingerprint of each host is pinned, and survives an upgrade since the installer carries the key over.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface CertificatePolicy {
  /** The fingerprint that is trusted for this address; undefined when it was never seen. */
  expectedFingerprint(address: string): string | undefined;
  /** Asked for an address without a pin; true trusts it while the connection lasts, and pinning it is the caller's part. Absent: refused. */
  onFirstUse?(address: string, fingerprint: string): boolean | Promise<boolean>;
}

/** @throws XAPI_CERTIFICATE_CHANGED, XAPI_CERTIFICATE_UNKNOWN */
export async function assertTrusted(policy: CertificatePolicy, address: string, shown: string): Promise<void> {
  const attempted = 'checking the certificate of a host before anything is sent to it';
  const expected = policy.expectedFingerprint(address);
  if (expected !== undefined) {
    if (normalizeFingerprint(expected) === normalizeFingerprint(shown)) return;
    throw new DrydockError('XAPI_CERTIFICATE_CHANGED', {
      attempted,
      subject: address,
      expected,
      found: shown,
      data: { address, expected, found: shown },
    });
  }
  const trusted = (await policy.onFirstUse?.(address, shown)) ?? false;
  if (trusted) return;
  throw new DrydockError('XAPI_CERTIFICATE_UNKNOWN', {
    attempted,
    subject: address,
    found: shown,
    data: { address, found: shown },
  });
}

/** "AA:BB:…" as Node and the console of a host write it; lower case and missing colons are accepted. */
export function normalizeFingerprint(fingerprint: string): string {
  const digits = fingerprint.replaceAll(/[^0-9a-fA-F]/g, '').toUpperCase();
  return digits.match(/../g)?.join(':') ?? '';
}
