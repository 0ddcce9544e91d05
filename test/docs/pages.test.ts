/** The documentation cannot drift: generated pages are up to date, and the written ones name what there is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { generatedFiles } from '../../scripts/pages/generated-files.js';
import { commandSpecs } from '../../src/cli/commands/index.js';
import { hostFailures, runStates } from '../../src/contract/run-status.js';
import { assessments } from '../../src/controller/assessments/registry.js';
import { pluginMeanings } from '../../src/controller/assessments/media-reachable.js';
import { commandTable } from '../../src/controller/run/command-table.js';
import { errorRegistry } from '../../src/shared/errors/registry.js';

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Beside them lie the OpenAPI document and the pictures. */
function pages(): string[] {
  return readdirSync('docs').filter((name) => name.endsWith('.md'));
}

function sources(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes(join('errors', 'codes')))
    .map((name) => read(join('src', name)));
}

describe('generated pages', () => {
  for (const [path, content] of generatedFiles()) {
    it(`has ${path} up to date (npm run docs)`, () => {
      expect(read(path)).to.equal(content);
    });
  }
});

describe('errors page', () => {
  const onPage = [...read('docs/errors.md').matchAll(/^### ([A-Z_]+)$/gm)].map((match) => match[1]);

  it('has every code of the registry, and no other', () => {
    expect(onPage).to.have.members(Object.keys(errorRegistry));
  });

  it('names only codes that are raised somewhere', () => {
    const text = sources().join('\n');
    const raised = (code: string): boolean => new RegExp(`['"]${code}['"]`).test(text);

    expect(Object.keys(errorRegistry).filter((code) => !raised(code))).to.deep.equal([]);
  });

  it('says what to do about each', () => {
    for (const [code, entry] of Object.entries(errorRegistry)) {
      for (const text of [entry.summary, entry.cause, entry.remedy]) expect(text.length, code).to.be.greaterThan(10);
    }
  });
});

describe('command line page', () => {
  it('has a section for every command, and no other', () => {
    const sections = [...read('docs/cli.md').matchAll(/^## (.+)$/gm)].map((match) => match[1]);

    expect(sections).to.have.members(commandSpecs.map((spec) => spec.name));
  });
});

describe('operating page', () => {
  it('has every kind of host failure with its next action, and no other', () => {
    const page = read('docs/operating.md');
    const sections = [...page.matchAll(/^### (.+)\n([\s\S]*?)(?=^#|$(?![\s\S]))/gm)];

    expect(sections.map((match) => match[1])).to.have.members([...hostFailures]);
    for (const [, kind, text] of sections) expect(text, kind).to.match(/^Next: /m);
  });

  it('shows in which state each command is taken, as the controller has it', () => {
    const line = (cells: readonly string[]): string =>
      `|${cells.map((cell) => (cell === '' ? ' |' : ` ${cell} |`)).join('')}`;
    const table = [
      line(['', ...runStates]),
      `|${'---|'.repeat(runStates.length + 1)}`,
      ...commandTable().map(({ command, cells }) =>
        line([`\`${command}\``, ...runStates.map((state) => (cells[state] ? 'yes' : ''))]),
      ),
    ];
    expect(read('docs/operating.md')).to.include(`${table.join('\n')}\n`);
  });
});

describe('dependencies page', () => {
  it('has a row with the pinned version for every dependency, and no other', () => {
    const manifest = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const pinned = { ...manifest.dependencies, ...manifest.devDependencies };
    const page = read('docs/dependencies.md').split('## Wished for')[0] ?? '';
    const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^ |]+) \|/gm)].map(
      (match) => `${match[1] ?? ''} ${match[2] ?? ''}`,
    );

    expect(rows).to.have.members(Object.entries(pinned).map(([name, version]) => `${name} ${version}`));
    for (const version of Object.values(pinned)) expect(version).to.match(/^\d+\.\d+\.\d+$/);
  });
});

describe('the README', () => {
  it('names every page of the documentation', () => {
    const linked = [...read('README.md').matchAll(/\]\(docs\/([^)#]+)\) \|/g)].map((match) => match[1]);
    expect(linked).to.have.members(readdirSync('docs').filter((name) => name !== 'screenshots'));
  });
});

describe('links of the documentation', () => {
  for (const path of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages().map((name) => join('docs', name))]) {
    it(`lead somewhere in ${path}`, () => {
      const links = [...read(path).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
      for (const link of links) expect(() => readFileSync(join(path, '..', link)), link).not.to.throw();
    });
  }

  it('lead to sections that there are', () => {
    for (const name of readdirSync('docs').filter((file) => file.endsWith('.md'))) {
      const path = join('docs', name);
      for (const [, file = '', anchor = ''] of read(path).matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)) {
        const target = file === '' ? path : join(path, '..', file);
        expect(anchorsOf(read(target)), `${path} to ${file}#${anchor}`).to.include(anchor);
      }
    }
  });

  it('name only commands that there are', () => {
    const names = new Set(commandSpecs.map((spec) => spec.name));
    for (const path of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/operating.md', 'docs/architecture.md']) {
      const called = [
        ...read(path).matchAll(/\bdrydock ((?:media|pool|upgrade|nfs) [a-z-]+|check|serve|stop|simulate|demo)\b/g),
      ];
      for (const [, name] of called) expect(names.has(name ?? ''), `${path}: drydock ${name ?? ''}`).to.equal(true);
    }
  });
});

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('troubleshooting', () => {
  const page = read('docs/troubleshooting.md');
  const pluginCodes = Object.keys(pluginMeanings).filter((code) => !code.includes(' '));
  const isPluginCode = (code: string): boolean => pluginCodes.includes(code) || code.startsWith('REPO_SERVER_ERROR_');

  it('names only codes that there are, ours or those of a host', () => {
    const ours = new Set<string>(Object.keys(errorRegistry));
    const [before = '', rest = ''] = page.split("## The codes of a host's plugin");
    const [, after = ''] = /\n## ([\s\S]*)/.exec(rest) ?? [];
    const named = [...`${before}${after}`.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = '']) => code);
    expect(named.filter((code) => !ours.has(code) && !isPluginCode(code))).to.deep.equal([]);
  });

  it('has every code that the plugin of a host answers', () => {
    for (const code of pluginCodes) expect(page, code).to.include(`\`${code}\``);
  });

  it('names only assessments that there are', () => {
    const [, section = ''] = /## The check says no go([\s\S]*?)\n## /.exec(page) ?? [];
    const ids = [...section.matchAll(/^\| (`[^|]+`)/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z-]+)`/g)].map(([, id = '']) => id),
    );
    expect(ids).to.have.length.above(5);
    expect(assessments.map(({ id }) => id)).to.include.members(ids);
  });
});
