/** A rehearsal at the terminal. */
import type { Rehearsal } from '../../contract/rehearsal.js';
import { rehearsalSections, type Section } from './rehearsal-sections.js';
import { table } from './table.js';

export function rehearsalLines(rehearsal: Rehearsal): string[] {
  return rehearsalSections(rehearsal).flatMap((section, index) => [...(index === 0 ? [] : ['']), ...lines(section)]);
}

function lines({ title, sentences, rows }: Section): string[] {
  const cells = rows === undefined || rows.cells.length === 0 ? [] : table(rows.headings, rows.cells);
  return [title, ...sentences.map((text) => `  ${text}`), ...cells.map((line) => `  ${line}`)];
}
