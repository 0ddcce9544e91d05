/** What no schema can say of a rollout's description: windows and acceptances, by those who read them later; all that is wrong at once. */
import type { RolloutDescription } from '../../contract/rollout-description.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseAcceptance } from '../assessments/acceptance.js';
import { parseWindow } from '../planning/window/parse-window.js';

export interface DescriptionProblem {
  /** Where in the description. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export function descriptionProblems(description: RolloutDescription): readonly DescriptionProblem[] {
  const lists: readonly (readonly [DescriptionProblem['path'], readonly string[], (text: string) => unknown])[] = [
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

/** @throws ROLLOUT_INVALID with all of them in `data.problems` */
export function requireReadable(description: RolloutDescription): void {
  const problems = descriptionProblems(description);
  if (problems.length === 0) return;
  throw new DrydockError('ROLLOUT_INVALID', {
    attempted: 'planning a rollout',
    subject: description.name,
    found: problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    data: { problems },
  });
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
