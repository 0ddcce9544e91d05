/** What is typed to make a pool known, and what the controller is asked with it. */
import type { AddPool, CertificatesReply } from '../../contract/api/pools.js';

export interface PoolForm {
  readonly name: string;
  /** As typed: addresses between commas, blanks or line ends. */
  readonly addresses: string;
  readonly user: string;
  readonly oldTls: boolean;
  /** As typed: `INTERNAL=ADDRESS` each. */
  readonly reach: string;
}

export const emptyPoolForm: PoolForm = { name: '', addresses: '', user: 'root', oldTls: false, reach: '' };

export function addressesOf({ addresses }: Pick<PoolForm, 'addresses'>): readonly string[] {
  return [...new Set(addresses.split(/[\s,;]+/).filter((address) => address !== ''))];
}

/** What cannot be right, in a sentence for the person; null: it can be sent. */
export function wrongIn(form: PoolForm, known: readonly string[]): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(form.name))
    return 'The name may have letters, digits, dots, dashes and underscores, and begins with a letter or digit.';
  if (known.includes(form.name)) return `There is a pool ${form.name} already. Choose another name.`;
  if (addressesOf(form).length === 0) return 'Give at least one address: of the coordinator, or of any other host.';
  if (form.user === '') return 'Give the user to log in as.';
  const wrong = pairsOf(form.reach).find((pair) => !/^[^=]+=[^=]+$/.test(pair));
  return wrong === undefined ? null : `“${wrong}” has not the form INTERNAL=ADDRESS.`;
}

/** Null while an address has shown no certificate: what was not seen cannot be trusted. */
export function addRequestOf(
  form: PoolForm,
  { certificates }: CertificatesReply,
  password: string,
): Omit<AddPool, 'by'> | null {
  const seen = certificates.flatMap(({ address, fingerprint }) =>
    fingerprint === null ? [] : [[address, fingerprint] as const],
  );
  if (seen.length === 0 || seen.length < certificates.length) return null;
  return {
    ...{ name: form.name, addresses: [...addressesOf(form)], user: form.user, password, oldTls: form.oldTls },
    fingerprints: Object.fromEntries(seen),
    addressMap: Object.fromEntries(pairsOf(form.reach).map((pair) => pair.split('=', 2) as [string, string])),
  };
}

/** In pairs, on two lines, as openssl shows it and as it is compared with the eye. */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const digits = fingerprint.replaceAll(':', '').toUpperCase();
  const pairs = digits.match(/.{1,2}/g) ?? [];
  return [pairs.slice(0, 16).join(':'), pairs.slice(16).join(':')].filter((line) => line !== '');
}

function pairsOf(reach: string): readonly string[] {
  return reach.split(/[\s,;]+/).filter((pair) => pair !== '');
}
