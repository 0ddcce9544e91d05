/** How clients find the repositories of media up to 6.5; host libraries and installers differ only in three habits. */
import type { Asking } from './asking.js';
import { type ScriptPart } from './asking.js';
import {
  parseRepositoryList,
  parseXsPackages,
  parseXsRepository,
  type XsPackage,
  type XsRepository,
} from './parsers/xs-repository.js';

/** A repository where it was found, with its packages where the client reads their list. */
export interface FoundRepository extends XsRepository {
  /** With its slash at the end; empty at the root. */
  readonly directory: string;
  readonly packages: readonly XsPackage[];
}

export interface XmlHabits {
  /** What follows when XS-REPOSITORY-LIST is missing: try all usual places, only the root, or give up. */
  readonly withoutList: 'all-places' | 'root-only' | 'gives-up';
  /** XS-PACKAGES is asked for even where XS-REPOSITORY was missing (python-libs before 2022-07). */
  readonly alwaysTestsBoth: boolean;
  /** Over FTP a list that is refused with 550 raises in the library, whatever `withoutList` says. */
  readonly breaksOnRefusedList: boolean;
  /** Reads XS-PACKAGES as well once it has read XS-REPOSITORY. */
  readonly readsPackageList: boolean;
  /** Python 3 libraries break on the first name of a non-empty list (media-and-clients.md 2.1). */
  readonly breaksOnList: boolean;
}

/** Tried even without being listed; listed ones come after, so that packages.main is usually found twice. */
const usualPlaces = ['', 'packages', 'packages.main', 'packages.linux', 'packages.site'];

/** The repositories in the order found, or undefined when the client breaks off. */
export function* findXmlRepositories(
  asking: Asking,
  habits: XmlHabits,
): ScriptPart<readonly FoundRepository[] | undefined> {
  const list = yield* asking.read('XS-REPOSITORY-LIST');
  if (list === undefined && givesUp(asking, habits)) return undefined;
  const listed = list === undefined ? [] : parseRepositoryList(list);
  const fixed = list === undefined && habits.withoutList === 'root-only' ? [''] : usualPlaces;
  const breaks = habits.breaksOnList && listed.length > 0;
  const found: FoundRepository[] = [];
  for (const place of breaks ? fixed : [...fixed, ...listed]) {
    const repository = yield* findOneRepository(asking, habits, place === '' ? '' : `${place}/`);
    if (repository === 'unreadable') return undefined;
    if (repository !== undefined) found.push(repository);
  }
  return breaks ? undefined : found;
}

const noPackages = new TextEncoder().encode('<packages/>');

function* findOneRepository(
  asking: Asking,
  habits: XmlHabits,
  directory: string,
): ScriptPart<FoundRepository | undefined | 'unreadable'> {
  const hasRepository = yield* asking.probe(`${directory}XS-REPOSITORY`);
  if (!hasRepository && !habits.alwaysTestsBoth) return undefined;
  const hasPackages = yield* asking.probe(`${directory}XS-PACKAGES`);
  if (!hasRepository || !hasPackages) return undefined;
  const repository = yield* asking.read(`${directory}XS-REPOSITORY`);
  if (repository === undefined) return 'unreadable';
  const packages = habits.readsPackageList ? yield* asking.read(`${directory}XS-PACKAGES`) : noPackages;
  if (packages === undefined) return 'unreadable';
  try {
    return { ...parseXsRepository(repository), directory, packages: parseXsPackages(packages) };
  } catch {
    return 'unreadable';
  }
}

function givesUp(asking: Asking, habits: XmlHabits): boolean {
  const refusedByFtp = asking.lastStatus === 550;
  return habits.withoutList === 'gives-up' || (habits.breaksOnRefusedList && refusedByFtp);
}

/** The version that decides: `xcp:main` counts in platform versions, `xs:main` in product versions. */
export function mainRepository<Repository extends XsRepository>(found: readonly Repository[]): Repository | undefined {
  return (
    found.find((repository) => repository.id === 'xcp:main') ?? found.find((repository) => repository.id === 'xs:main')
  );
}
