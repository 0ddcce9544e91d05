/** Reads the description of a rollout from a file: everything that is wrong with it at once, each with its path and line. */
import { readFile } from 'node:fs/promises';
import { rolloutDescriptionSchema, type RolloutDescription } from '../../contract/rollout-description.js';
import { parseAcceptance } from '../../controller/assessments/acceptance.js';
import { parseWindow } from '../../controller/planning/window/parse-window.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { checkedYaml, problemLines, type FurtherProblem, type YamlProblem } from '../config/checked-yaml.js';

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
    further: unreadable,
    invalid: (problems) => invalid(file, problems),
  });
}

/** Windows and acceptances, by those who read them later. */
function unreadable(description: RolloutDescription): readonly FurtherProblem[] {
  const lists: readonly (readonly [readonly (string | number)[], readonly string[], (text: string) => unknown])[] = [
    [['windows'], description.windows, parseWindow],
    [['run', 'accept'], description.run.accept, parseAcceptance],
    ...description.pools.flatMap(
      ({ windows = [], run }, index) =>
        [
          [['pools', index, 'windows'], windows, parseWindow],
          [['pools', index, 'run', 'accept'], run?.accept ?? [], parseAcceptance],
        ] as const,
    ),
  ];
  return lists.flatMap(([path, texts, read]) =>
    texts.flatMap((text, at) => {
      const problem = problemOf(() => read(text));
      return problem === undefined ? [] : [{ path: [...path, at], message: `"${text}" is not understood: ${problem}` }];
    }),
  );
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    const { expected = 'another form', found = 'this' } = error.details;
    return `expected ${expected}, found ${found}`;
  }
}

function invalid(file: string, problems: readonly YamlProblem[]): DrydockError {
  return new DrydockError('ROLLOUT_FILE_INVALID', {
    attempted: 'reading a rollout',
    subject: file,
    found: problemLines(problems),
    data: { problems },
  });
}
