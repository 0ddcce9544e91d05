/** A failure as the page tells it, in three parts: what, why, what to do. */

export interface Problem {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  /** Where in the request something is wrong, as far as the controller tells. */
  readonly fields?: readonly FieldProblem[];
}

export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** From the error document that the controller answers with; anything else is told by its status. */
export function problemOf(document: unknown, status: number): Problem {
  const fields = typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  const code = textOf(fields['code']);
  if (code === '') {
    return {
      code: `HTTP ${status}`,
      what: 'The controller gave an answer that this page does not understand',
      why: `It answered with status ${status}.`,
      remedy: 'Reload the page. If it stays so, look at the log of the controller.',
    };
  }
  const subject = textOf(fields['subject']);
  const summary = textOf(fields['summary']) || `It failed while ${textOf(fields['attempted'])}`;
  return {
    code,
    what: subject === '' ? summary : `${summary}: ${subject}`,
    why: whyOf(fields),
    remedy: textOf(fields['remedy']),
    fields: fieldProblems(fields['data']),
  };
}

function fieldProblems(data: unknown): readonly FieldProblem[] {
  const problems =
    typeof data === 'object' && data !== null ? (data as Record<string, unknown>)['problems'] : undefined;
  if (!Array.isArray(problems)) return [];
  return problems.filter(
    (problem: Partial<FieldProblem> | null): problem is FieldProblem =>
      Array.isArray(problem?.path) && typeof problem.message === 'string',
  );
}

export const connectionProblem: Problem = {
  code: 'NO_CONNECTION',
  what: 'The controller does not answer',
  why: 'The connection failed. Runs that were under way go on or wait in the journal; nothing is lost by it.',
  remedy: 'This page tries again by itself. If it stays so, look whether the controller runs: drydock serve.',
};

function whyOf(fields: Readonly<Record<string, unknown>>): string {
  const parts = [
    ['While', textOf(fields['attempted'])],
    ['expected:', textOf(fields['expected'])],
    ['found:', textOf(fields['found'])],
    ['cause:', textOf(fields['cause'])],
  ]
    .filter(([, text]) => text !== '')
    .map(([word, text]) => `${word ?? ''} ${text ?? ''}`);
  return parts.length === 0 ? '' : `${parts.join('; ')}.`.replace(/\.\.$/, '.');
}
