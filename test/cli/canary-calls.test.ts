/** The table of calls behind the search for canaries stays complete, seen here rather than minutes later in the interop suite. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeCanaries, plantCanaries } from '../support/canaries.js';
import { commandCalls } from '../support/canary-commands.js';

describe('The table of commands that canaries are looked for in', () => {
  it('calls or excuses every command that needs an argument', () => {
    const { forgotten } = commandCalls('run', 'medium', '/folder', { addresses: [], port: 1 });
    expect(forgotten).to.deep.equal([]);
  });
});

describe('The settings that canaries are planted in', () => {
  it('are all those that name a secret, each by its file, its variable or its credential', () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-canaries-'));
    try {
      const planted = pathsIn(plantCanaries(folder, makeCanaries(), { web: 'http://127.0.0.1:1', smtpPort: 1 }));
      const page = readFileSync('docs/configuration.md', 'utf8');
      const named = [...page.matchAll(/^\| `([\w.[\]]+(?:File|Environment|Credential|tls\.key))`/gm)].map(
        ([, path = '']) => path,
      );
      const wanted = new Set(named.filter((path) => path !== 'servers.nfs.exportsFile').map(secretOf));

      expect(wanted.size).to.be.greaterThan(7);
      expect([...wanted].filter((secret) => !planted.map(secretOf).includes(secret))).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** `servers.access.users[].passwordFile`, of every value in it. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsIn(each, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, path === '' ? name : `${path}.${name}`));
}

function secretOf(path: string): string {
  return path.replace(/(File|Environment|Credential)$/, '');
}
