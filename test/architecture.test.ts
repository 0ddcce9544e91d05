/** The shape of the source as docs/architecture.md states it, read from the files themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { arrows, importedPaths, violations, type SourceFile } from './support/architecture-rules.js';

function sourceFiles(): SourceFile[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', name))
    .map((path) => ({ path: path.split('\\').join('/'), text: readFileSync(path, 'utf8') }));
}

describe('architecture', () => {
  it('holds in every source file: arrows, named exports, length, an opening sentence', () => {
    const files = sourceFiles();

    expect(files.length).to.be.greaterThan(50);
    expect(files.flatMap(violations)).to.deep.equal([]);
  });

  it('has a place in the table for every folder of src', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());

    for (const folder of folders) expect(arrows, folder.name).to.have.property(folder.name);
  });

  it('imports only files that exist, so that an arrow cannot hide behind a wrong path', () => {
    const known = new Set(sourceFiles().map(({ path }) => path));
    const broken = sourceFiles().flatMap(({ path, text }) =>
      importedPaths(text)
        .map((specifier) => posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'))
        .filter((target) => !known.has(target))
        .map((target) => `${path} imports ${target}`),
    );

    // package.json is read by path, not imported.
    expect(broken).to.deep.equal([]);
  });

  describe('on planted violations', () => {
    const good = '/** This file exists so that a rule can be shown to fail. */\n';
    const planted: readonly [string, string, string, RegExp][] = [
      [
        'servers importing the controller',
        'src/servers/a.ts',
        `import { x } from '../controller/b.js';\n`,
        /src\/servers must not import src\/controller/,
      ],
      [
        'the controller importing servers, as a type',
        'src/controller/run/a.ts',
        `import type { X } from '../../servers/b.js';\n`,
        /src\/controller must not import src\/servers/,
      ],
      [
        'the simulator importing the XAPI client',
        'src/simulator/a.ts',
        `const x = await import('../xapi/b.js');\n`,
        /src\/simulator must not import src\/xapi/,
      ],
      [
        'an import type inside a declaration',
        'src/contract/a.ts',
        `export type X = import('../media/b.js').Y;\n`,
        /src\/contract must not import src\/media/,
      ],
      [
        'a re-export',
        'src/shared/a.ts',
        `export { x } from '../releases/b.js';\n`,
        /src\/shared must not import src\/releases/,
      ],
      [
        'an import over several lines',
        'src/journal/a.ts',
        `import {\n  x,\n} from '../controller/b.js';\n`,
        /src\/journal must not import src\/controller/,
      ],
      [
        'an import for its effect alone',
        'src/media/a.ts',
        `import '../servers/b.js';\n`,
        /src\/media must not import src\/servers/,
      ],
      [
        'the command line reaching into the controller',
        'src/cli/a.ts',
        `import { x } from '../controller/b.js';\n`,
        /src\/cli must not import src\/controller/,
      ],
      ['a folder that nobody knows', 'src/utils/a.ts', '', /not in the table/],
      ['a default export', 'src/media/a.ts', 'export default 3;\n', /default export/],
      ['a long file', 'src/media/a.ts', '\n'.repeat(300), /301 lines/],
      ['a silenced linter', 'src/media/a.ts', '// eslint-disable-next-line\n', /eslint-disable/],
    ];
    for (const [name, path, text, expected] of planted) {
      it(`notices ${name}`, () => {
        expect(violations({ path, text: good + text }).join('\n')).to.match(expected);
      });
    }

    it('notices a file without an opening sentence', () => {
      expect(violations({ path: 'src/media/a.ts', text: 'export const a = 1;\n' }).join()).to.match(/open/);
    });

    it('lets an allowed import pass', () => {
      expect(
        violations({ path: 'src/cli/a.ts', text: `${good}import { x } from '../contract/b.js';\n` }),
      ).to.deep.equal([]);
    });
  });
});
