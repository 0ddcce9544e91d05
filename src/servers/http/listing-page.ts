/** The directory page for people, and for `wget -r` and `lftp mirror`; no install client ever asks for one. */
import type { FolderEntry } from '../site/resolution.js';

export function listingPage(folder: readonly string[], entries: readonly FolderEntry[]): string {
  const title = `/${folder.join('/')}`;
  const base = ['', ...folder.map(encodeURIComponent), ''].join('/');
  const up =
    folder.length === 0 ? [] : [row(['', ...folder.slice(0, -1).map(encodeURIComponent), ''].join('/'), '../', '')];
  const rows = entries.map((entry) => {
    const slash = entry.kind === 'folder' ? '/' : '';
    return row(
      `${base}${encodeURIComponent(entry.name)}${slash}`,
      `${entry.name}${slash}`,
      entry.kind === 'file' ? String(entry.size) : '',
    );
  });
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head>`,
    `<body><h1>${escape(title)}</h1><table>`,
    ...up,
    ...rows,
    '</table></body></html>\n',
  ].join('\n');
}

function row(href: string, text: string, size: string): string {
  return `<tr><td><a href="${escape(href)}">${escape(text)}</a></td><td align="right">${size}</td></tr>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
