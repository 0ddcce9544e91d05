/**
 * Makes a self-signed certificate for one simulated host. Real hosts have one each; Node can sign but has no call that
 * builds an X.509 structure, and a committed key would be a secret in the repository, so the DER is written here.
 */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

import {
  bitString,
  contextTag,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.js';

export interface HostCertificate {
  readonly keyPem: string;
  readonly certificatePem: string;
  /** SHA-256 over the DER, in lower-case hex without colons. */
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

const oid = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
} as const;

/** secp384r1, because the newest hosts offer no other curve; `address` becomes name and alternative name. */
export function createHostCertificate(
  address: string,
  validFrom: Date = new Date(Date.now() - 86_400_000),
): HostCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  const validTo = new Date(validFrom.getTime() + 10 * 365 * 86_400_000);
  const body = certificateBody(address, publicKey, validFrom, validTo);
  const signature = createSign('sha256').update(body).sign(privateKey);
  const der = sequence(body, sequence(objectIdentifier(oid.ecdsaWithSha256)), bitString(signature));
  return {
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: pem(der),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    validFrom,
    validTo,
  };
}

function certificateBody(address: string, publicKey: KeyObject, validFrom: Date, validTo: Date): Buffer {
  const name = sequence(set(sequence(objectIdentifier(oid.commonName), utf8String(address))));
  return sequence(
    contextTag(0, integer(Buffer.from([2]))),
    integer(positive(randomBytes(16))),
    sequence(objectIdentifier(oid.ecdsaWithSha256)),
    name,
    sequence(utcTime(validFrom), utcTime(validTo)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    contextTag(3, sequence(sequence(objectIdentifier(oid.subjectAltName), octetString(alternativeName(address))))),
  );
}

/** GeneralNames with one iPAddress (tag 7, primitive). */
function alternativeName(address: string): Buffer {
  const bytes = Buffer.from(address.split('.').map(Number));
  return sequence(Buffer.concat([Buffer.from([0x87, bytes.length]), bytes]));
}

function positive(bytes: Buffer): Buffer {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
