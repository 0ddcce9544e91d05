/** docs/cli.md: every command with its arguments, options and example, from the specs that commander is fed with. */
import type { Option } from 'commander';
import type { CommandSpec } from '../../src/cli/command.js';
import { commandSpecs } from '../../src/cli/commands/index.js';
import { commonOptions } from '../../src/cli/program.js';
import { generatedNote, markdownTable } from './markdown.js';

export function cliPage(): string {
  return [
    generatedNote,
    '# Command line',
    '',
    '`drydock <noun> <verb>`. Results go to standard output; progress, logs and errors to standard error. With `--json` standard',
    'output holds exactly one JSON document, also when the command fails (docs/errors.md). Exit codes: docs/errors.md.',
    '',
    'Every command takes these options; flags win over the environment, the environment over the configuration file:',
    '',
    optionTable(commonOptions()),
    '',
    markdownTable(
      ['command', 'does'],
      commandSpecs.map((spec) => [`[\`${spec.name}\`](#${anchor(spec)})`, spec.summary]),
    ),
    '',
    commandSpecs.map(section).join('\n\n'),
    '',
  ].join('\n');
}

function section(spec: CommandSpec): string {
  const usage = ['drydock', spec.name, ...spec.arguments.map((argument) => argument.name)].join(' ');
  const rows = spec.arguments.map((argument) => [`\`${argument.name}\``, argument.description]);
  return [
    `## ${spec.name}`,
    '',
    `${spec.summary}.`,
    '',
    '```',
    usage + (spec.options.length === 0 ? '' : ' [options]'),
    '```',
    ...(rows.length === 0 ? [] : ['', markdownTable(['argument', 'is'], rows)]),
    ...(spec.options.length === 0 ? [] : ['', optionTable(spec.options)]),
    '',
    `Example: \`${spec.example}\``,
  ].join('\n');
}

function optionTable(options: readonly Option[]): string {
  return markdownTable(
    ['option', 'does'],
    options.map((option) => [`\`${option.flags}\``, `${option.description}${notes(option)}`]),
  );
}

function notes(option: Option): string {
  const parts: string[] = [];
  if (option.mandatory) parts.push('needed');
  if (option.argChoices !== undefined) parts.push(`one of ${option.argChoices.join(', ')}`);
  if (typeof option.defaultValue === 'string') parts.push(`default ${option.defaultValue}`);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function anchor(spec: CommandSpec): string {
  return spec.name.replaceAll(' ', '-');
}
