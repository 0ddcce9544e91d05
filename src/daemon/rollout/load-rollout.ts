/** Reads the description of a rollout from a file: everything that is wrong with it at once, each with its path and line. */
import { readFile } from 'node:fs/promises';
import { rolloutDescriptionSchema, type RolloutDescription } from '../../contract/rollout-description.js';
import { descriptionProblems } from '../../controller/rollout/description-problems.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { checkedYaml, problemLines, type YamlProblem } from '../config/checked-yaml.js';

/** @throws ROLLOUT_FILE_UNREADABLE, ROLLOUT_FILE_INVALID */
export async function loadRollout(file: string): Promise<RolloutDescription> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DrydockError('ROLLOUT_FILE_UNREADABLE', { attempted: 'reading a rollout', subject: file, cause });
  }
  return parseRollout(text, file);
}

/** @throws ROLLOUT_FILE_INVALID with all problems in `data.problems` */
export function parseRollout(text: string, file: string): Promise<RolloutDescription> {
  return checkedYaml(text, {
    schema: rolloutDescriptionSchema,
    further: descriptionProblems,
    invalid: (problems) => invalid(file, problems),
  });
}

function invalid(file: string, problems: readonly YamlProblem[]): DrydockError {
  return new DrydockError('ROLLOUT_FILE_INVALID', {
    attempted: 'reading a rollout',
    subject: file,
    found: problemLines(problems),
    data: { problems },
  });
}
