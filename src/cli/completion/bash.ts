/** The completion script of bash. It needs nothing but bash: neither the package bash-completion nor a run of Drydock. */
import type { CompletionCommand, CompletionTable, CompletionValue } from './table.js';
import { verbsOf } from './table.js';

export function bashScript(table: CompletionTable): string {
  const nouns = table.firstWords.filter(({ word }) => verbsOf(table, word).length > 0);
  return [
    '# bash completion for drydock, made by `drydock completion bash`',
    '_drydock_words() { COMPREPLY=($(compgen -W "$1" -- "$2")); }',
    '_drydock_path() {',
    "  local IFS=$'\\n'",
    '  compopt -o filenames',
    '  COMPREPLY=($(compgen -f -- "$1"))',
    '}',
    '_drydock() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}',
    '  COMPREPLY=()',
    '  if ((COMP_CWORD == 1)); then',
    `    _drydock_words ${quoted(table.firstWords.map(({ word }) => word).join(' '))} "$word"`,
    '    return',
    '  fi',
    '  case $command in',
    ...nouns.flatMap(({ word }) => verbCase(table, word)),
    '  esac',
    '  case $command in',
    ...table.commands.flatMap(commandCase),
    '  esac',
    '}',
    'complete -F _drydock drydock',
    '',
  ].join('\n');
}

function verbCase(table: CompletionTable, noun: string): string[] {
  const verbs = verbsOf(table, noun).map(({ words }) => words[1]);
  return [
    `    ${noun})`,
    '      if ((COMP_CWORD == 2)); then',
    `        _drydock_words ${quoted(verbs.join(' '))} "$word"`,
    '        return',
    '      fi',
    '      command+=" ${COMP_WORDS[2]}"',
    '      ;;',
  ];
}

function commandCase({ words, options, argument }: CompletionCommand): string[] {
  const values = options.filter(({ value }) => value !== 'nothing');
  return [
    `    ${quoted(words.join(' '))})`,
    '      case $before in',
    ...values.map(({ flag, value }) => `        ${flag}) ${complete(value)}return ;;`),
    '      esac',
    `      if [[ $word == -* ]]; then _drydock_words ${quoted(options.map(({ flag }) => flag).join(' '))} "$word"`,
    `      else ${complete(argument)}return; fi`,
    '      ;;',
  ];
}

function complete(value: CompletionValue): string {
  if (value === 'path') return '_drydock_path "$word"; ';
  return typeof value === 'string' ? '' : `_drydock_words ${quoted(value.join(' '))} "$word"; `;
}

function quoted(text: string): string {
  return `'${text}'`;
}
