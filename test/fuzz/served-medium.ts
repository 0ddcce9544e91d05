/** The medium of the targets that serve: small files of known bytes, so that whatever is answered can be compared. */
import { stubCatalogue, type StubCatalogue, type StubFile } from '../support/servers-media.js';

const content = (path: string, size: number): string => `${path}:`.repeat(size).slice(0, size);

export const servedFiles: readonly StubFile[] = [
  { path: '.treeinfo', role: 'discovery', content: '[platform]\nname = XCP\nversion = 3.9.9\n' },
  { path: 'boot/xen.gz', role: 'boot', content: content('xen', 3000) },
  { path: 'Packages/base-1.0-1.noarch.rpm', role: 'package', content: content('base', 900) },
  { path: 'odd names/ä b%20c+"d".txt', role: 'other', content: content('odd', 500) },
  { path: 'empty.txt', role: 'other', content: '' },
];

export function servedMedium(): Promise<StubCatalogue> {
  return stubCatalogue({ synth: { files: servedFiles } });
}

/** Whether bytes that were served as a file, or a part of one, are the bytes of the medium. */
export function isOfTheMedium(body: Buffer): boolean {
  return servedFiles.some(({ content: whole }) => Buffer.from(whole).includes(body));
}
