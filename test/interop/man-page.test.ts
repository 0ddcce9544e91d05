/** The manual page in the programs that show one: no warning, and nothing that is swallowed as a macro. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commandSpecs } from '../../src/cli/commands/index.js';
import { requirePrograms } from '../support/media-interop.js';

const page = fileURLToPath(new URL('../../packaging/drydock.1', import.meta.url));

function shown(program: string, ...argv: readonly string[]): { text: string; complaints: string } {
  const { stdout, stderr, status } = spawnSync(program, argv, { encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
  // Bold is a letter over itself.
  return { text: stdout.replaceAll(/.\u0008/g, '').replaceAll(/\s+/g, ' '), complaints: stderr };
}

function plain(text: string): string {
  return text.replaceAll('…', '...').replaceAll(/\s+/g, ' ');
}

describe('The manual page', () => {
  it('is shown by groff without a warning, with each command, its example and its options', function () {
    requirePrograms(this, ['groff']);
    const { text, complaints } = shown('groff', '-man', '-ww', '-Tascii', '-P-c', '-rLL=1000n', page);
    expect(complaints).to.equal('');
    for (const { name, example, options } of commandSpecs) {
      expect(text).to.include(`drydock ${name}`).and.to.include(plain(example));
      for (const { flags } of options) expect(text).to.include(plain(flags));
    }
  });

  it('has nothing that mandoc warns about', function () {
    requirePrograms(this, ['mandoc']);
    const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', page], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line !== '');
    // It has no date on purpose: it changes with the commands alone.
    expect(lines.map((line) => line.split('WARNING: ')[1])).to.deep.equal(['missing date, using "": TH']);
  });
});
