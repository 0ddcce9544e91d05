/** The completion script of zsh: as the file `_drydock` of a folder in `fpath`, or read by `source`. */
import type { CompletionCommand, CompletionOption, CompletionTable, CompletionValue } from './table.js';
import { verbsOf } from './table.js';

export function zshScript(table: CompletionTable): string {
  const nouns = table.firstWords.filter(({ word }) => verbsOf(table, word).length > 0);
  return [
    '#compdef drydock',
    '# zsh completion for drydock, made by `drydock completion zsh`',
    '_drydock() {',
    '  local -a commands',
    '  local command=$words[2]',
    '  if (( CURRENT == 2 )); then',
    ...described(table.firstWords),
    '    return',
    '  fi',
    '  case $command in',
    ...nouns.flatMap(({ word }) => [
      `    (${word})`,
      '      if (( CURRENT == 3 )); then',
      ...described(verbsOf(table, word).map(({ words, summary }) => ({ word: words[1] ?? '', summary }))),
      '        return',
      '      fi',
      '      command+=" $words[3]"',
      '      shift words',
      '      (( CURRENT -= 1 ))',
      '      ;;',
    ]),
    '  esac',
    '  shift words',
    '  (( CURRENT -= 1 ))',
    '  case $command in',
    ...table.commands.flatMap(commandCase),
    '  esac',
    '}',
    'if [[ $funcstack[1] == _drydock ]]; then _drydock "$@"; else compdef _drydock drydock; fi',
    '',
  ].join('\n');
}

function described(entries: readonly { readonly word: string; readonly summary: string }[]): string[] {
  const words = entries.map(({ word, summary }) => `      ${quoted(`${word}:${summary.replaceAll(':', '\\:')}`)}`);
  return ['    commands=(', ...words, '    )', '    _describe command commands'];
}

function commandCase({ words, options, argument }: CompletionCommand): string[] {
  const rest = argument === 'nothing' ? [] : [quoted(`*:argument:${action(argument)}`)];
  return [
    `    (${quoted(words.join(' '))})`,
    `      _arguments -s ${[...options.map(optionSpec), ...rest].join(' \\\n        ')}`,
    '      ;;',
  ];
}

/** The star lets an option be given again, since several may. */
function optionSpec({ flag, summary, value }: CompletionOption): string {
  const text = summary.replaceAll(/[[\]\\]/g, (character) => `\\${character}`);
  const behind = value === 'nothing' ? '' : `:${flag.slice(2)}:${action(value)}`;
  return quoted(`*${flag}[${text}]${behind}`);
}

function action(value: CompletionValue): string {
  if (value === 'path') return '_files';
  return typeof value === 'string' ? ' ' : `(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
