/** The completion script of fish. */
import type { CompletionCommand, CompletionOption, CompletionTable, CompletionValue } from './table.js';
import { verbsOf } from './table.js';

export function fishScript(table: CompletionTable): string {
  const first = table.firstWords.map(({ word, summary }) => line('__drydock_only', `-a ${word} -d ${quoted(summary)}`));
  const verbs = table.firstWords.flatMap(({ word }) =>
    verbsOf(table, word).map(({ words, summary }) =>
      line(`__drydock_only ${word}`, `-a ${words[1] ?? ''} -d ${quoted(summary)}`),
    ),
  );
  return [
    '# fish completion for drydock, made by `drydock completion fish`',
    'function __drydock_in --description "the command line begins with these words"',
    '    set -l words (commandline -opc)',
    '    set -e words[1]',
    "    string match -q -- (string join -- ' ' $argv '*') (string join -- ' ' $words '')",
    'end',
    'function __drydock_only --description "the command line is these words so far"',
    '    __drydock_in $argv; and test (count (commandline -opc)) -eq (math (count $argv) + 1)',
    'end',
    'complete -c drydock -f',
    ...first,
    ...verbs,
    ...table.commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines({ words, options, argument }: CompletionCommand): string[] {
  const condition = `__drydock_in ${words.join(' ')}`;
  const own = options.map((option) => line(condition, optionWords(option)));
  return argument === 'nothing' || argument === 'text' ? own : [...own, line(condition, values(argument))];
}

function optionWords({ flag, summary, value }: CompletionOption): string {
  const behind = value === 'nothing' ? '' : ` -r ${values(value)}`;
  return `-l ${flag.slice(2)} -d ${quoted(summary)}${behind}`;
}

function values(value: Exclude<CompletionValue, 'nothing'>): string {
  if (value === 'path') return '-F';
  return value === 'text' ? '-f' : `-f -a ${quoted(value.join(' '))}`;
}

function line(condition: string, rest: string): string {
  return `complete -c drydock -n ${quoted(condition)} ${rest}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
