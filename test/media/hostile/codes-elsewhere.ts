/** Errors that no source raises by itself, with the test that raises each: names, the store, and what surrounds an import. */
import type { ErrorCode } from '../../../src/shared/errors/registry.js';

export interface CodeElsewhere {
  readonly code: ErrorCode;
  readonly file: string;
  /** The test's own name. */
  readonly test: string;
}

export const codesElsewhere: readonly CodeElsewhere[] = [
  {
    code: 'MEDIA_MERGE_REFUSED',
    file: 'test/media/source/merged-source.test.ts',
    test: 'refuses the Linux pack of another release, an image without repository, and a base of 7.0 or later',
  },
  {
    code: 'MEDIA_MERGE_CONFLICT',
    file: 'test/media/source/merged-source.test.ts',
    test: 'refuses two different files under one name, of other length or of the same',
  },
  {
    code: 'MEDIA_NOT_A_BASE',
    file: 'test/media/base-medium.test.ts',
    test: 'is refused for a check, a plan or a run, and told what it is and which release it is for',
  },
  {
    code: 'MEDIA_CHECKSUM_NOT_FOUND',
    file: 'test/media/verify/checksum-file.test.ts',
    test: 'is refused when it does not name the source, or in two ways',
  },
  {
    code: 'MEDIA_NAME_INVALID',
    file: 'test/media/import/import-media.test.ts',
    test: 'names that cannot stand in an address',
  },
  {
    code: 'MEDIA_NAME_TAKEN',
    file: 'test/media/source/folder-source.test.ts',
    test: 'is known again by its content alone, and another one under the same id is refused',
  },
  {
    code: 'MEDIA_NOT_FOUND',
    file: 'test/media/store/store.test.ts',
    test: 'lists and shows what it holds, without a daemon',
  },
  {
    code: 'MEDIA_IN_USE',
    file: 'test/media/store/store.test.ts',
    test: 'keep a medium from being removed, until the last one is taken away',
  },
  {
    code: 'MEDIA_DAMAGED',
    file: 'test/media/store/store.test.ts',
    test: 'names files that are damaged, longer, replaced by a link, missing or unknown',
  },
  {
    code: 'MEDIA_REPAIR_IMPOSSIBLE',
    file: 'test/media/store/repair-medium.test.ts',
    test: 'changes nothing with a source that lacks a file or has other bytes in it, and names them',
  },
  {
    code: 'MEDIA_STORE_NEWER',
    file: 'test/media/store/migrate-store.test.ts',
    test: 'is refused by whoever reads and whoever writes, and left as it is',
  },
];
