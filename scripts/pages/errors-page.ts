/** docs/errors.md: every error code with what it means and what to do. */
import { exitCodes } from '../../src/shared/errors/error-code.js';
import { errorRegistry } from '../../src/shared/errors/registry.js';
import { generatedNote, markdownTable } from './markdown.js';

const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done',
  failed: 'failed',
  usage: 'wrong usage',
  inputRefused: 'input refused: bad media, bad configuration, bad credentials',
  assessmentsBlock: 'assessments block: nothing was changed',
  waitsForPerson: 'the run stopped, or waits for a person',
  interrupted: 'interrupted (Ctrl-C or a termination signal)',
};

export function errorsPage(): string {
  const exits = Object.entries(exitCodes).map(([name, code]) => [
    String(code),
    exitMeanings[name as keyof typeof exitCodes],
  ]);
  const sections = Object.entries(errorRegistry)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([code, entry]) =>
      [
        `### ${code}`,
        '',
        `${entry.summary}.`,
        '',
        `- Why: ${entry.cause}`,
        `- What to do: ${entry.remedy}`,
        `- Exit code: ${entry.exitCode}`,
      ].join('\n'),
    );
  return [
    generatedNote,
    '# Errors',
    '',
    'Every error has a stable code. The command line shows it in three lines: what happened, why, what to do. With `--json`',
    'the error is the one document on standard output: `{"code","summary","attempted","subject","expected","found","remedy","cause","data"}`,',
    'where what is not known is left out.',
    '',
    '## Exit codes',
    '',
    markdownTable(['exit code', 'means'], exits),
    '',
    '## Codes',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}
