/** Which folders of another image can be added to an install medium so that installers find them and no file is changed. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { SourceTree } from '../source/source-tree.js';
import { marks } from './evidence.js';
import { alwaysTried, findXsFolders } from './xs-folders.js';
import { readXsRepositories, type FoundRepository } from './xs-repositories.js';

/**
 * The folders of the part that hold its repositories. Installers up to 6.5 look into a few folders without being told, and
 * into those that the base's list names; anything else would need another list, and the vendor's files stay as they are.
 * @throws MEDIA_MERGE_REFUSED, MEDIA_METADATA_INVALID, MEDIA_RELEASE_TOO_OLD
 */
export async function mergeableFolders(base: SourceTree, part: SourceTree): Promise<readonly string[]> {
  const main = await mainRepository(base);
  const { looked, overlooked } = await findXsFolders(part);
  const folders = [...looked.filter((folder) => hasRepository(part, folder)), ...overlooked];
  if (folders.length === 0) throw refused('an image without any XS-REPOSITORY', 'a Linux pack');
  const found: readonly string[] = [...alwaysTried, ...((await findXsFolders(base)).listed ?? [])];
  const unseen = folders.filter((folder) => folder === '' || !found.includes(folder));
  if (unseen.length > 0) {
    const names = unseen.map((folder) => (folder === '' ? 'its root' : folder)).join(', ');
    throw refused(`a repository in ${names}`, `one in ${alwaysTried.filter((folder) => folder !== '').join(', ')}`);
  }
  for (const repository of (await readXsRepositories(part, folders)).repositories) requireSameRelease(main, repository);
  return folders;
}

async function mainRepository(base: SourceTree): Promise<FoundRepository> {
  const { looked } = await findXsFolders(base);
  const { repositories } = base.files.has(marks.treeinfo)
    ? { repositories: [] }
    : await readXsRepositories(base, looked);
  const main = repositories.find(({ identifier }) => identifier === 'xs:main');
  if (main === undefined) throw refused('a base that is no medium of XenServer 5.6 to 6.5', 'a repository xs:main');
  return main;
}

/** Both name the product version that they belong to; templates of another release would be installed in silence. */
function requireSameRelease(main: FoundRepository, repository: FoundRepository): void {
  if (repository.originator !== main.originator || repository.version === main.version) return;
  throw refused(
    `${repository.identifier} of ${repository.product} ${repository.version}`,
    `the one of ${main.product} ${main.version}`,
  );
}

function hasRepository(tree: SourceTree, folder: string): boolean {
  return tree.files.has(folder === '' ? marks.rootRepository : `${folder}/${marks.rootRepository}`);
}

export function refused(found: string, expected: string): DrydockError {
  return new DrydockError('MEDIA_MERGE_REFUSED', {
    attempted: 'merging another image into the medium',
    expected,
    found,
  });
}
