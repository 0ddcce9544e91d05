/** Which requests a person should be shown as failed; most of what looks like a failure is how clients ask "does this exist?". */
import type { RequestOutcome } from './activity-entry.js';

/** Names that clients try and may miss on a good medium (media-and-clients.md 2.1 and 2.4; traces). */
const mayBeMissing = new Set([
  'XS-REPOSITORY',
  'XS-PACKAGES',
  'XS-REPOSITORY-LIST',
  'update.xml',
  'EUA',
  'EULA',
  '.treeinfo',
  'repomd.xml',
  'isolinux.cfg',
  'grub.cfg',
  'xen.gz',
]);

/** Why a request counts as failed; undefined when it does not. */
export function failureOf(outcome: RequestOutcome): string | undefined {
  if (outcome.status >= 500) return `answered ${outcome.status}`;
  if (outcome.status === 404) return missing(outcome);
  // A client that leaves at once was only asking whether the file exists.
  if (!outcome.complete && outcome.bytes > 0 && isReadWhole(outcome)) {
    return `broke off after ${outcome.bytes} of ${outcome.size} bytes`;
  }
  return undefined;
}

function missing(outcome: RequestOutcome): string | undefined {
  if (outcome.role !== null) return `not shown while the grant is ${outcome.state}`;
  if (outcome.state === 'closed' || outcome.state === 'ended') return `the grant is ${outcome.state}`;
  const name = outcome.path.slice(outcome.path.lastIndexOf('/') + 1);
  return name === '' || mayBeMissing.has(name) ? undefined : 'not on the medium';
}

/** Boot files and the discovery files are opened and dropped by every client; the others are read to the end. */
function isReadWhole(outcome: RequestOutcome): boolean {
  return outcome.role === 'package' || outcome.role === 'metadata' || outcome.role === 'key';
}
