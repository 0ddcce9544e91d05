/** Whether what a host would boot next is what this run staged: by the address in its answer file, and by the files themselves. */
import type { Secret } from '../../shared/secret.js';
import type { BootState, StagedFile } from './read-staged.js';

export interface StagedProof {
  readonly state: BootState;
  readonly source: Secret | undefined;
  readonly digests: ReadonlyMap<StagedFile, string>;
}

export interface ExpectedStaging {
  readonly source: Secret;
  readonly digests: ReadonlyMap<StagedFile, string>;
}

export type StagedVerdict =
  | { readonly verdict: 'ours'; readonly by: 'address' | 'files' }
  /** `reason` never holds an address. */
  | { readonly verdict: 'foreign'; readonly reason: string }
  | { readonly verdict: 'unproven'; readonly reason: string };

export function judgeStaged(found: StagedProof, expected: ExpectedStaging): StagedVerdict {
  const { entry, config } = found.state;
  if (entry === undefined) return foreign(`no installer stands in ${config.path}`);
  if (entry.boots === 'never') return foreign(`the entry in ${config.path} is not what the host boots next`);
  const different = [...expected.digests].flatMap(([name, digest]) => {
    const staged = found.digests.get(name);
    return staged === undefined || staged === digest ? [] : [name];
  });
  if (different.length > 0) return foreign(`${different.join(', ')} in /boot/installer is not that of the medium`);
  if (found.source !== undefined) {
    return sameAddress(found.source, expected.source)
      ? { verdict: 'ours', by: 'address' }
      : foreign('the staged answer file names another address');
  }
  if (expected.digests.size > 0 && [...expected.digests.keys()].every((name) => found.digests.has(name))) {
    return { verdict: 'ours', by: 'files' };
  }
  return { verdict: 'unproven', reason: 'neither the address in the answer file nor all files could be read' };
}

function foreign(reason: string): StagedVerdict {
  return { verdict: 'foreign', reason };
}

function sameAddress(left: Secret, right: Secret): boolean {
  const plain = (address: Secret): string => address.reveal().replace(/\/+$/, '');
  return plain(left) === plain(right);
}
