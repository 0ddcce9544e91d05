/** Kinds of options that several commands take. */
import { Option } from 'commander';

/** An option that may be given several times; none: an empty list. */
export function collect(flags: string, description: string): Option {
  const none: readonly string[] = [];
  return new Option(flags, description)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default(none, 'none');
}

/** For findings: also what is as it should be. */
export const allOption = new Option('--all', 'show also what is as it should be');
