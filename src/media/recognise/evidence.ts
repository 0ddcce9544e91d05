/** What recognition looks for, what of it is there, and the errors that say so. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ErrorCode } from '../../shared/errors/registry.js';
import type { SourceTree } from '../source/source-tree.js';

/** The files that tell the kinds of media apart. */
export const marks = {
  treeinfo: '.treeinfo',
  repomd: 'repodata/repomd.xml',
  repositoryList: 'XS-REPOSITORY-LIST',
  rootRepository: 'XS-REPOSITORY',
  mainRepository: 'packages.main/XS-REPOSITORY',
  updateXml: 'update.xml',
  installImage: 'install.img',
  kernel: 'boot/vmlinuz',
} as const;

export interface Evidence {
  readonly lookedFor: readonly string[];
  readonly found: readonly string[];
  readonly missing: readonly string[];
}

function gatherEvidence(tree: SourceTree): Evidence {
  const lookedFor = Object.values(marks);
  return {
    lookedFor,
    found: lookedFor.filter((path) => tree.files.has(path)),
    missing: lookedFor.filter((path) => !tree.files.has(path)),
  };
}

/** An error of recognition, with the evidence as data. */
export function notRecognised(
  code: ErrorCode,
  tree: SourceTree,
  details: { found?: string; expected?: string; remedy?: string },
): DrydockError {
  const evidence = gatherEvidence(tree);
  return new DrydockError(code, {
    attempted: 'recognising the medium',
    expected: details.expected ?? `one of ${evidence.lookedFor.join(', ')} in a known arrangement`,
    found: details.found ?? (evidence.found.length === 0 ? 'none of them' : `only ${evidence.found.join(', ')}`),
    ...(details.remedy === undefined ? {} : { remedy: details.remedy }),
    data: { ...evidence },
  });
}

/** One error for everything that is missing, so that nobody mends a medium file by file. */
export function requireComplete(missing: readonly string[], layout: string): void {
  const [first] = missing;
  if (first === undefined) return;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  throw new DrydockError('MEDIA_INCOMPLETE', {
    attempted: `checking that the medium (${layout}) is complete`,
    subject: first,
    found: `no ${first}${more}`,
    data: { missing },
  });
}
