/** The completion scripts in the shells themselves: what is offered after TAB. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandSpecs } from '../../src/cli/commands/index.js';
import { bashScript } from '../../src/cli/completion/bash.js';
import { fishScript } from '../../src/cli/completion/fish.js';
import { completionTable } from '../../src/cli/completion/table.js';
import { zshScript } from '../../src/cli/completion/zsh.js';
import { run } from '../media-builder/programs.js';
import { requirePrograms } from '../support/media-interop.js';

const table = completionTable(commandSpecs);

/** What stands on the line, the last word being the one that is completed; what is offered; what is not. */
const cases: readonly { line: string; offered: readonly string[]; not: readonly string[] }[] = [
  { line: 'drydock me', offered: ['media'], not: ['upgrade'] },
  { line: 'drydock media i', offered: ['import', 'inspect'], not: ['list'] },
  { line: 'drydock media import --s', offered: ['--sha256', '--state'], not: ['--format', '--json'] },
  { line: 'drydock nfs exports --format ', offered: ['exports', 'ganesha'], not: ['--json', 'status'] },
  { line: 'drydock check --med', offered: ['--media'], not: ['--format'] },
  { line: 'drydock completion ', offered: ['bash', 'zsh', 'fish'], not: ['--json'] },
  { line: 'drydock media import boo', offered: ['boot.iso'], not: ['other.iso'] },
];

describe('The completion scripts in their shells', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-completion-'));
    await Promise.all(['boot.iso', 'other.iso'].map((name) => writeFile(join(folder, name), '')));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const offers = (said: Buffer): string[] =>
    said
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  const expectOffers = (found: readonly string[], { line, offered, not }: (typeof cases)[number]): void => {
    expect(found, line).to.include.members([...offered]);
    for (const word of not) expect(found, line).not.to.include(word);
  };

  it('bash offers commands, verbs, options, values and files', async function () {
    requirePrograms(this, ['bash']);
    for (const one of cases) {
      const words = one.line.split(' ');
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const script = `${bashScript(table)}\ncompopt() { :; }\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _drydock; printf '%s\\n' "\${COMPREPLY[@]}"`;
      expectOffers(offers(await run('bash', ['-c', script], { cwd: folder })), one);
    }
  });

  it('fish offers the same', async function () {
    requirePrograms(this, ['fish']);
    const file = join(folder, 'drydock.fish');
    await writeFile(file, fishScript(table));
    for (const one of cases) {
      const script = `source ${file}; complete -C '${one.line}'`;
      const said = await run('fish', ['--no-config', '-c', script], { cwd: folder });
      expectOffers(
        offers(said).map((line) => line.split('\t')[0] ?? ''),
        one,
      );
    }
  });

  it('zsh offers the same, in a terminal of its own', async function () {
    requirePrograms(this, ['zsh']);
    await writeFile(join(folder, '_drydock'), zshScript(table));
    await writeFile(join(folder, 'rc'), zshSettings(folder));
    for (const one of cases) {
      const said = await run('zsh', ['-f', '-c', zshTerminal, 'zsh', `${one.line}\t`], { cwd: folder });
      expectOffers(offers(said), one);
    }
  });
});

/** The completion system as users have it, which also writes down what is offered. */
function zshSettings(folder: string): string {
  return [
    `fpath=(${folder} $fpath)`,
    'autoload -Uz compinit; compinit -D -u',
    'compadd() { local -a hits; builtin compadd -O hits "$@"; print -l -r -- $hits >> offered; builtin compadd "$@" }',
    'PS1=READY',
    'print -r -- set-up-done',
  ].join('\n');
}

/** Types a line into an interactive shell on a pseudo-terminal, and prints what was offered. */
const zshTerminal = `
zmodload zsh/zpty
: > offered
zpty shell zsh -f -i
zpty -w shell 'source ./rc'
zpty -r shell said '*set-up-done*READY*'
zpty -w -n shell "$1"
for try in {1..50}; do sleep 0.1; [[ -s offered ]] && break; done
sleep 0.3
zpty -d shell
cat offered
`;
