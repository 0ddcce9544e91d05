/** The one conformance suite: the same bytes, the same sizes and the same absence, whatever protocol is asked. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { ClientKind, ConformanceClient } from './client.js';
import { absences, conformanceFiles } from './medium.js';

export interface ConformanceCheck {
  readonly title: string;
  /** Undefined: it lists. */
  readonly path: string | undefined;
  /** Fails where the server is wrong. */
  readonly check: (client: ConformanceClient) => Promise<void>;
}

const checks: readonly ConformanceCheck[] = [
  ...conformanceFiles.map(({ path, content }) => ({
    path,
    title: `gives ${path.length > 60 ? `${path.slice(0, 57)}…` : path}, ${content.length} bytes`,
    check: async (client: ConformanceClient) => {
      const bytes = await client.read(path);
      expect([bytes?.length, bytes && sha256(bytes)]).to.deep.equal([content.length, sha256(content)]);
      expect(await client.size(path)).to.equal(content.length);
    },
  })),
  ...absences.map(({ what, path }) => ({
    path,
    title: `has nothing for ${what}`,
    check: async (client: ConformanceClient) => {
      expect([await client.read(path), await client.size(path)]).to.deep.equal([undefined, undefined]);
    },
  })),
  {
    title: 'lists exactly the names of a folder',
    path: undefined,
    check: async (client) => {
      for (const folder of ['', 'sizes', 'names', 'Packages']) {
        const names = (await client.list(folder)).filter((name) => name !== '.' && name !== '..');
        expect([...names].sort(), folder).to.deep.equal(namesIn(folder));
      }
    },
  },
];

/** What can be asked with such a client. */
export function conformanceChecks(kind: ClientKind): readonly ConformanceCheck[] {
  return checks.filter(({ path }) => (path === undefined ? kind.lists : kind.says(path)));
}

/** @param client is asked for when a test runs */
export function conformanceSuite(kind: ClientKind, client: () => ConformanceClient): void {
  for (const { title, check } of conformanceChecks(kind)) it(title, () => check(client()));
}

function namesIn(folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const inside = conformanceFiles.filter(({ path }) => path.startsWith(prefix));
  return [...new Set(inside.map(({ path }) => path.slice(prefix.length).split('/')[0] ?? ''))].sort();
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
