/**
 * Aliases of PCI drivers in a compact form, and which devices they match. The kernel writes `pci:v00008086d00001572sv*sd*…`
 * (scripts/mod/file2alias.c) and modprobe compares it with the device's own `modalias` as a shell pattern (fnmatch).
 */

/** What is known of a device; null is "not known", which is something else than 0. */
export interface PciDevice {
  readonly vendor: number;
  readonly device: number;
  readonly subvendor: number | null;
  readonly subdevice: number | null;
  readonly class: { readonly base: number; readonly sub: number; readonly interface: number | null } | null;
}

/** `depends`: it would be decided by a part of the device that is not known. */
export type AliasMatch = 'yes' | 'depends' | 'no';

const regular =
  /^pci:v(\*|[0-9A-F]{8})d(\*|[0-9A-F]{8})sv(\*|[0-9A-F]{8})sd(\*|[0-9A-F]{8})bc(\*|[0-9A-F]{2})sc(\*|[0-9A-F]{2})i(\*|[0-9A-F]{2})\*?$/;

/**
 * Vendor, device, subvendor, subdevice, base class, subclass and interface in hexadecimal, `*` for any, without the `*` at
 * the end: `8086:1572`, `*:*:*:*:1:6:1`. A pattern of another form is kept as it is.
 */
export function compactAlias(alias: string): string {
  const match = regular.exec(alias);
  if (match === null) return alias;
  const fields = match.slice(1).map((field) => (field === '*' ? '*' : Number.parseInt(field, 16).toString(16)));
  while (fields.length > 1 && fields.at(-1) === '*') fields.pop();
  return fields.join(':');
}

export function isPciAlias(alias: string): boolean {
  return alias.startsWith('pci:');
}

/** The vendor that a compact alias names; null when it takes devices of any. */
export function vendorOf(compact: string): number | null {
  const vendor = Number.parseInt(compact.split(':', 1)[0] ?? '', 16);
  return isPciAlias(compact) || Number.isNaN(vendor) ? null : vendor;
}

/** False for those that take all devices of a vendor, or of a class. */
export function namesDevice(compact: string): boolean {
  return (compact.split(':')[1] ?? '*') !== '*';
}

export function matchAlias(compact: string, device: PciDevice): AliasMatch {
  if (isPciAlias(compact)) return matchIrregular(compact, device);
  const fields = compact.split(':').map((field) => (field === '*' ? null : Number.parseInt(field, 16)));
  const known = fieldsOf(device);
  let result: AliasMatch = 'yes';
  for (const [index, field] of fields.entries()) {
    const value = known[index] ?? null;
    if (field === null || field === value) continue;
    if (value !== null) return 'no';
    result = 'depends';
  }
  return result;
}

function fieldsOf(device: PciDevice): (number | null)[] {
  const { vendor, subvendor, subdevice } = device;
  const { base = null, sub = null, interface: programming = null } = device.class ?? {};
  return [vendor, device.device, subvendor, subdevice, base, sub, programming];
}

/** Written by hand in a driver; the only way is the one of modprobe, and that needs the whole device. */
function matchIrregular(pattern: string, device: PciDevice): AliasMatch {
  const fields = fieldsOf(device);
  if (fields.includes(null)) return 'no';
  const digits = [8, 8, 8, 8, 2, 2, 2];
  const names = ['v', 'd', 'sv', 'sd', 'bc', 'sc', 'i'];
  const parts = fields.map(
    (field, index) =>
      (names[index] ?? '') +
      (field ?? 0)
        .toString(16)
        .toUpperCase()
        .padStart(digits[index] ?? 0, '0'),
  );
  return matchesPattern(pattern, `pci:${parts.join('')}`) ? 'yes' : 'no';
}

/** As fnmatch(3) without flags: `*`, `?`, `[a-z]`, `[!a-z]`, `\x`. The time is the product of both lengths at most. */
export function matchesPattern(pattern: string, text: string): boolean {
  let [at, index] = [0, 0];
  let [star, retry] = [-1, 0];
  while (index < text.length) {
    const step = pattern[at] === '*' ? undefined : matchOne(pattern, at, text[index] ?? '');
    if (step !== undefined) {
      at = step;
      index += 1;
    } else if (pattern[at] === '*') {
      star = at;
      retry = index;
      at += 1;
    } else if (star !== -1) {
      retry += 1;
      index = retry;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** Where the pattern goes on when the character matches; undefined when it does not. */
function matchOne(pattern: string, at: number, character: string): number | undefined {
  const symbol = pattern[at];
  if (symbol === undefined) return undefined;
  if (symbol === '?') return at + 1;
  if (symbol === '\\' && at + 1 < pattern.length) return pattern[at + 1] === character ? at + 2 : undefined;
  const set = symbol === '[' ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(at, at + 100)) : null;
  if (set === null) return symbol === character ? at + 1 : undefined;
  const [whole, negated, members] = set;
  return isMember(members ?? '', character) !== (negated !== '') ? at + whole.length : undefined;
}

function isMember(members: string, character: string): boolean {
  for (let index = 0; index < members.length; index += 1) {
    const first = members[index] ?? '';
    const isRange = members[index + 1] === '-' && index + 2 < members.length;
    const last = isRange ? (members[index + 2] ?? '') : first;
    if (isRange) index += 2;
    if (first <= character && character <= last) return true;
  }
  return false;
}
