/**
 * Makes a self-signed certificate for one simulated host. Real hosts have one each; Node can sign but has no call that
 * builds an X.509 structure, and a committed key would be a secret in the repository, so the DER is written here.
 */
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { systemClock } from '../../shared/clock.js';
import { systemRandomBytes, type RandomBytes } from '../../shared/random-bytes.js';

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
  publicKey: '1.2.840.10045.2.1',
  secp384r1: '1.3.132.0.34',
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
} as const;

const day = 86_400_000;

/** secp384r1, because the newest hosts offer no other curve; `address` becomes name and alternative name. */
export function createHostCertificate(
  address: string,
  validFrom: Date = new Date(systemClock.now() - day),
): HostCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const body = certificateBody(address, { key, serial: systemRandomBytes(16) }, validFrom);
  const signature = createSign('sha256').update(body).sign(privateKey);
  return certificate(body, signature, validFrom, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** The base point of secp384r1 (SEC 2, 2.5.1): a public key that everything which reads certificates takes for one. */
const basePoint = Buffer.from(
  'aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7' +
    '3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f',
  'hex',
);

/**
 * For a pool without sockets, whose run must be the same again: no key pair can be drawn from a seed, so all have one key
 * whose other half nobody has, and a signature of the right form. Nobody can listen with it, and nobody needs to: it is
 * read and its fingerprint compared.
 */
export function seededHostCertificate(address: string, random: RandomBytes, validFrom: Date): HostCertificate {
  const key = sequence(
    sequence(objectIdentifier(oid.publicKey), objectIdentifier(oid.secp384r1)),
    bitString(Buffer.concat([Buffer.from([4]), basePoint])),
  );
  const body = certificateBody(address, { key, serial: random(16) }, validFrom);
  return certificate(body, sequence(integer(positive(random(48))), integer(positive(random(48)))), validFrom, '');
}

function certificate(body: Buffer, signature: Buffer, validFrom: Date, keyPem: string): HostCertificate {
  const der = sequence(body, sequence(objectIdentifier(oid.ecdsaWithSha256)), bitString(signature));
  return {
    keyPem,
    certificatePem: pem(der),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    validFrom,
    validTo: endOf(validFrom),
  };
}

function endOf(validFrom: Date): Date {
  return new Date(validFrom.getTime() + 10 * 365 * day);
}

function certificateBody(
  address: string,
  own: { readonly key: Buffer; readonly serial: Uint8Array },
  validFrom: Date,
): Buffer {
  const name = sequence(set(sequence(objectIdentifier(oid.commonName), utf8String(address))));
  return sequence(
    contextTag(0, integer(Buffer.from([2]))),
    integer(positive(own.serial)),
    sequence(objectIdentifier(oid.ecdsaWithSha256)),
    name,
    sequence(utcTime(validFrom), utcTime(endOf(validFrom))),
    name,
    own.key,
    contextTag(3, sequence(sequence(objectIdentifier(oid.subjectAltName), octetString(alternativeName(address))))),
  );
}

/** GeneralNames with one iPAddress (tag 7, primitive). */
function alternativeName(address: string): Buffer {
  const bytes = Buffer.from(address.split('.').map(Number));
  return sequence(Buffer.concat([Buffer.from([0x87, bytes.length]), bytes]));
}

function positive(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy[0] = ((copy[0] ?? 0) & 0x7f) | 0x40;
  return copy;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
