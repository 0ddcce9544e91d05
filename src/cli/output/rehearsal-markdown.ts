/** A rehearsal as a document to file away. */
import type { Rehearsal } from '../../contract/rehearsal.js';
import { rehearsalSections, type Section } from './rehearsal-sections.js';

export function rehearsalMarkdown(rehearsal: Rehearsal): string {
  const sections = rehearsalSections(rehearsal);
  return `${sections.map((section, index) => markdown(section, index === 0 ? '#' : '##')).join('\n\n')}\n`;
}

function markdown({ title, sentences, rows }: Section, heading: string): string {
  const list = sentences.map((text) => `- ${escaped(text)}`);
  const cells = rows?.cells ?? [];
  const line = (row: readonly string[]): string => `| ${row.map(escaped).join(' | ')} |`;
  const tableLines =
    rows === undefined || cells.length === 0
      ? []
      : [line(rows.headings), line(rows.headings.map(() => '---')), ...cells.map(line)];
  const parts = [`${heading} ${escaped(title)}`, list.join('\n'), tableLines.join('\n')];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Names of VMs and hosts are anybody's: they must not become markup. */
function escaped(text: string): string {
  return text.replaceAll(/([\\`*_[\]<>|#])/g, '\\$1').replaceAll(/\s+/g, ' ');
}
