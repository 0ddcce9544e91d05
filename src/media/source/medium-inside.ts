/** Where in a tree a medium lies: archives and folders often hold it one level down. */
import { marks } from '../recognise/evidence.js';

const rootMarks: readonly string[] = [
  marks.treeinfo,
  marks.repositoryList,
  marks.mainRepository,
  marks.rootRepository,
  marks.updateXml,
];

/** Of files. */
export function looksLikeMedium(paths: ReadonlySet<string>): boolean {
  return rootMarks.some((mark) => paths.has(mark));
}

/** The top folders that look like a medium, sorted; none where the tree itself does. */
export function mediaOneLevelDown(paths: ReadonlySet<string>): string[] {
  if (looksLikeMedium(paths)) return [];
  const tops = new Set([...paths].map((path) => path.slice(0, Math.max(0, path.indexOf('/')))));
  return [...tops].filter((top) => top !== '' && rootMarks.some((mark) => paths.has(`${top}/${mark}`))).sort();
}

/** The one folder that holds everything and looks like a medium. @param paths of all entries, folders too */
export function onlyTopFolder(paths: readonly string[], files: ReadonlySet<string>): string | undefined {
  const [top] = mediaOneLevelDown(files);
  if (top === undefined) return undefined;
  return paths.every((path) => path === top || path.startsWith(`${top}/`)) ? top : undefined;
}
