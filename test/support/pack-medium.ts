// A small supplemental pack of 7.1 and later as a medium of the store, and what a plan says of it.
import { rmSync } from 'node:fs';
import type { Medium } from '../../src/media/catalogue.js';
import type { Manifest } from '../../src/media/manifest.js';
import { stubCatalogue, type StubFile } from './servers-media.js';

export interface PackOptions {
  readonly name?: string;
  readonly uuid?: string;
  readonly guidance?: string;
  readonly requires?: readonly string[];
}

export const packUuid = '5c0f9a1e-2222-4333-8444-555566667777';

export function packFiles({ name = 'example-pack', uuid = packUuid, guidance = '' }: PackOptions = {}): StubFile[] {
  const xml = `<update name-label="${name}" uuid="${uuid}" version="1.0" control="control-${name}" after-apply-guidance="${guidance}"><name-description>An example</name-description></update>`;
  return [
    { path: 'update.xml', role: 'discovery', content: xml },
    { path: 'update.xml.asc', role: 'metadata', content: 'signature\n' },
    { path: 'repodata/repomd.xml', role: 'discovery', content: '<repomd/>' },
    { path: 'repodata/repomd.xml.asc', role: 'metadata', content: 'signature\n' },
    { path: `control-${name}.rpm`, role: 'package', content: Buffer.alloc(5000, 'c') },
    { path: `Packages/${name}-1.0.rpm`, role: 'package', content: Buffer.alloc(9000, 'p') },
  ];
}

const made = new Map<string, Promise<Medium>>();

/** The same medium for the same options in a process; its folder goes with it. */
export function packMedium(options: PackOptions = {}): Promise<Medium> {
  const key = JSON.stringify(options);
  const medium = made.get(key) ?? make(options);
  made.set(key, medium);
  return medium;
}

async function make(options: PackOptions): Promise<Medium> {
  const id = options.name ?? 'example-pack';
  const catalogue = await stubCatalogue({ [id]: { layout: 'supplemental-pack', files: packFiles(options) } });
  process.once('exit', () => rmSync(catalogue.folder, { recursive: true, force: true }));
  const medium = (await catalogue.open(id))!;
  const manifest: Manifest = {
    ...medium.manifest,
    product: { name: id, version: '1.0', build: null },
    release: null,
    pack: { kind: 'supplemental-pack', installers: '', requires: [...(options.requires ?? [])] },
  };
  return {
    ...medium,
    manifest,
    file: (path) => medium.file(path),
    folder: (path) => medium.folder(path),
    location: (file) => medium.location(file),
  };
}
