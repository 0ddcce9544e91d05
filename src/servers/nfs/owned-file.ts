/** How a file of ours is told from a file of the administrator: by its first line. What lacks it is never written over. */

export const ownedMark = '# Written by Drydock, which replaces the whole file: do not edit.';

export function withMark(text: string): string {
  return `${ownedMark}\n${text}`;
}

/** An empty file is nobody's. */
export function isOurs(text: string): boolean {
  return text.trim() === '' || text.startsWith(`${ownedMark}\n`);
}
