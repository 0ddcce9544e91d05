/** What the HTTPS listeners and the dashboard would show: the first certificate of the file, and whether the key is its own. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Settings } from '../../config/schema.js';
import type { MachineAccess } from '../machine-access.js';
import { known, knownOr, unknown, type Known } from '../known.js';

export interface CertificateFacts {
  readonly path: string;
  /** In milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly keyMatches: Known<boolean>;
  /** The addresses and names under which clients ask, and whether it is made out to each. */
  readonly addresses: readonly { readonly address: string; readonly named: boolean }[];
  /** `IP Address:192.0.2.10, DNS:jump.example`; empty where it has none. */
  readonly names: string;
}

export function readCertificate(
  { https, tls }: Pick<Settings['servers'], 'https' | 'tls'>,
  machine: MachineAccess,
): Promise<Known<CertificateFacts> | null> {
  const given = https.map(({ address, advertise }) => advertise ?? address);
  return https.length === 0 ? Promise.resolve(null) : readTls(tls, given, machine);
}

/** @param places the addresses and names under which clients ask. Null where no certificate is configured. */
export async function readTls(
  tls: { readonly certificate?: string | undefined; readonly key?: string | undefined },
  places: readonly string[],
  machine: MachineAccess,
): Promise<Known<CertificateFacts> | null> {
  if (tls.certificate === undefined || tls.key === undefined) return null;
  const text = await machine.text(tls.certificate);
  if ('unknown' in text) return text;
  if (text.value === null) return unknown(`there is no file ${tls.certificate}`);
  const path = tls.certificate;
  const key = await machine.text(tls.key);
  const keyPath = tls.key;
  return knownOr(async () => {
    const certificate = new X509Certificate(text.value ?? '');
    return {
      path,
      validFrom: Date.parse(certificate.validFrom),
      validTo: Date.parse(certificate.validTo),
      keyMatches: await matches(certificate, key, keyPath),
      addresses: places.map((address) => ({ address, named: isNamed(certificate, address) })),
      names: certificate.subjectAltName ?? '',
    };
  });
}

function isNamed(certificate: X509Certificate, place: string): boolean {
  return (isIP(place) === 0 ? certificate.checkHost(place) : certificate.checkIP(place)) !== undefined;
}

async function matches(
  certificate: X509Certificate,
  key: Known<string | null>,
  keyPath: string,
): Promise<Known<boolean>> {
  if ('unknown' in key) return key;
  if (key.value === null) return unknown(`there is no file ${keyPath}`);
  const text = key.value;
  const parsed = await knownOr(() => Promise.resolve().then(() => createPrivateKey(text)));
  // What OpenSSL says of a text that is no key names its decoders.
  if ('unknown' in parsed) return unknown(`${keyPath} holds no private key in PEM`);
  return known(certificate.checkPrivateKey(parsed.value));
}
