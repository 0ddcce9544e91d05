/** What a shell can complete, read from the command specs: words, options, and the values that an option knows. */
import type { Option } from 'commander';
import type { CommandSpec } from '../command.js';
import { commonOptions, nounSummaries } from '../program.js';

/** What stands at a place of the command line: nothing, a path, one of these words, or a text that no shell can know. */
export type CompletionValue = 'nothing' | 'path' | 'text' | readonly string[];

export interface CompletionOption {
  /** `--media-cache`. */
  readonly flag: string;
  readonly summary: string;
  readonly value: CompletionValue;
}

export interface CompletionCommand {
  /** `['media', 'import']`, or `['check']`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  readonly argument: CompletionValue;
}

export interface CompletionTable {
  /** The first words: commands of one word, and nouns, each with its summary. */
  readonly firstWords: readonly { readonly word: string; readonly summary: string }[];
  readonly commands: readonly CompletionCommand[];
}

/** Placeholders of arguments and options behind which a path stands. */
const paths = ['file', 'folder', 'image', 'source'];

export function completionTable(specs: readonly CommandSpec[]): CompletionTable {
  const commands = specs.map(completionCommand);
  const firstWords = new Map<string, string>();
  for (const { words, summary } of commands) {
    const [first = ''] = words;
    firstWords.set(first, words.length > 1 ? (nounSummaries[first] ?? first) : summary);
  }
  return { firstWords: [...firstWords].map(([word, summary]) => ({ word, summary })), commands };
}

/** The verbs of a noun; none for a command of one word. */
export function verbsOf(table: CompletionTable, noun: string): readonly CompletionCommand[] {
  return table.commands.filter(({ words }) => words.length > 1 && words[0] === noun);
}

function completionCommand(spec: CommandSpec): CompletionCommand {
  const help = { flag: '--help', summary: 'show this help', value: 'nothing' } as const;
  return {
    words: spec.name.split(' '),
    summary: spec.summary,
    options: [...[...spec.options, ...commonOptions()].map(completionOption), help],
    argument: argumentValue(spec),
  };
}

function completionOption(option: Option): CompletionOption {
  const takesValue = option.required || option.optional;
  return {
    flag: option.long ?? option.flags,
    summary: option.description,
    value: takesValue ? (option.argChoices ?? valueBehind(option.flags)) : 'nothing',
  };
}

function argumentValue({ arguments: [first] }: CommandSpec): CompletionValue {
  if (first === undefined) return 'nothing';
  return first.choices ?? valueBehind(first.name);
}

function valueBehind(flags: string): CompletionValue {
  const placeholder = /[<[]([^\]>]+?)(?:\.\.\.)?[\]>]/.exec(flags)?.[1] ?? '';
  return paths.includes(placeholder) ? 'path' : 'text';
}
