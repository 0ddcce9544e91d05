/** Reads a configuration file and says everything that is wrong with it at once, each with its path and line in the file. */
import { readFile } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { checkedYaml, problemLines, type YamlProblem } from './checked-yaml.js';
import { settingsSchema, type Settings } from './schema.js';

/** One thing that is wrong with a configuration file. */
export type ConfigProblem = YamlProblem;

/** @throws CONFIG_UNREADABLE, CONFIG_INVALID */
export async function loadSettings(file: string): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DrydockError('CONFIG_UNREADABLE', { attempted: 'reading the configuration file', subject: file, cause });
  }
  return parseSettings(text, file);
}

/** @throws CONFIG_INVALID with all problems in `data.problems` */
export function parseSettings(text: string, file: string): Promise<Settings> {
  return checkedYaml(text, { schema: settingsSchema, invalid: (problems) => invalid(file, problems) });
}

function invalid(file: string, problems: readonly ConfigProblem[]): DrydockError {
  return new DrydockError('CONFIG_INVALID', {
    attempted: 'reading the configuration file',
    subject: file,
    found: problemLines(problems),
    data: { problems },
  });
}
