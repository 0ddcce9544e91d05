/** The completion scripts: every command and every option of the command table stands in each of them. */
import { execFileSync } from 'node:child_process';
import { Option } from 'commander';
import { expect } from 'chai';
import { z } from 'zod';
import { defineCommand, done } from '../../../src/cli/command.js';
import { commandSpecs } from '../../../src/cli/commands/index.js';
import { bashScript } from '../../../src/cli/completion/bash.js';
import { fishScript } from '../../../src/cli/completion/fish.js';
import { completionTable } from '../../../src/cli/completion/table.js';
import { zshScript } from '../../../src/cli/completion/zsh.js';
import { CliProcess } from '../../support/cli-process.js';
import { runCli } from '../../support/cli-surroundings.js';

describe('The completion table', () => {
  const { firstWords, commands } = completionTable(commandSpecs);
  const find = (name: string): (typeof commands)[number] | undefined =>
    commands.find(({ words }) => words.join(' ') === name);
  const value = (name: string, flag: string): unknown =>
    find(name)?.options.find((option) => option.flag === flag)?.value;

  it('has every command, and each first word once', () => {
    expect(commands.map(({ words }) => words.join(' '))).to.deep.equal(commandSpecs.map(({ name }) => name));
    expect(firstWords.filter(({ word }) => word === 'media')).to.have.length(1);
  });

  it('knows the values of choices, where a path stands, and what is a mere switch', () => {
    expect(value('nfs exports', '--format')).to.deep.equal(['exports', 'ganesha']);
    expect(value('media import', '--config')).to.equal('path');
    expect(value('media import', '--sha256')).to.equal('text');
    expect(value('media import', '--json')).to.equal('nothing');
    expect(find('media import')?.argument).to.equal('path');
    expect(find('media show')?.argument).to.equal('text');
    expect(find('completion')?.argument).to.deep.equal(['bash', 'zsh', 'fish']);
  });
});

describe('The completion scripts', () => {
  const table = completionTable(commandSpecs);
  for (const [shell, script] of [
    ['bash', bashScript(table)],
    ['zsh', zshScript(table)],
    ['fish', fishScript(table)],
  ] as const) {
    it(`${shell}: names every command with every option`, () => {
      const flag =
        shell === 'fish' ? (name: string): string => ` -l ${name.slice(2)} ` : (name: string): string => name;
      for (const { words, options } of table.commands) {
        expect(script).to.include(words.join(' '));
        for (const option of options) expect(script).to.include(flag(option.flag));
      }
    });
  }

  it('is understood by bash', () => {
    execFileSync('bash', ['-n'], { input: bashScript(table) });
  });

  it('quotes what a summary may hold', () => {
    const odd = defineCommand({
      name: 'odd',
      summary: "don't: use `it` [now] \\ $HOME",
      arguments: [],
      options: [new Option('--it', "isn't [it]: \\")],
      example: 'drydock odd',
      input: z.strictObject({}),
      act: () => Promise.resolve(done({}, [])),
    });
    const small = completionTable([odd]);

    expect(zshScript(small)).to.include("'odd:don'\\''t\\: use `it` [now] \\ $HOME'");
    expect(zshScript(small)).to.include("'*--it[isn'\\''t \\[it\\]: \\\\]'");
    expect(fishScript(small)).to.include("-l it -d 'isn\\'t [it]: \\\\'");
  });

  it('is printed by `drydock completion`, which refuses other shells', async () => {
    const good = new CliProcess(['completion', 'bash'], '.');
    expect(await good.exitCode()).to.equal(0);
    expect(good.stdout).to.equal(bashScript(table));
    const bad = await runCli(['completion', 'tcsh'], { workingFolder: '.' });
    expect(bad.exitCode).to.equal(2);
    expect(bad.stderr).to.include('must be one of bash, zsh, fish');
  });
});
