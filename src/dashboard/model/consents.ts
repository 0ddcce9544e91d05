/** The answers a person gives to findings that block, and how they travel: `CHECK@HOST=REASON`. */
import type { CheckResult } from '../../contract/checks.js';
import { blocks } from './findings.js';

/** One question to a person: the same check about several subjects may be answered once for all. */
export interface ConsentQuestion {
  readonly check: string;
  readonly title: string;
  readonly findings: readonly CheckResult[];
  readonly fixable: boolean;
}

/** What a person said: per check the reason, the same for every subject of it. */
export type Consents = ReadonlyMap<string, string>;

/** The licence agreement has a consent of its own, and is no question of this kind. */
const agreement = 'licence-agreement';

/** What blocks and is not put right by the run itself, a question for each check. */
export function consentQuestions(results: readonly CheckResult[], fix: boolean): readonly ConsentQuestion[] {
  const questions = new Map<string, CheckResult[]>();
  for (const result of results) {
    if (!blocks(result) || result.id === agreement || (fix && result.fixable)) continue;
    questions.set(result.id, [...(questions.get(result.id) ?? []), result]);
  }
  return [...questions].map(([check, findings]) => ({
    check,
    title: findings[0]?.title ?? check,
    findings,
    fixable: findings.every(({ fixable }) => fixable),
  }));
}

export function asksForAgreement(results: readonly CheckResult[]): boolean {
  return results.some((result) => result.id === agreement && blocks(result));
}

/** For `accept` of a plan; an empty reason is no answer. */
export function acceptances(questions: readonly ConsentQuestion[], consents: Consents): readonly string[] {
  return questions.flatMap(({ check, findings }) => {
    const reason = consents.get(check)?.trim() ?? '';
    if (reason === '') return [];
    return [...new Set(findings.map(({ subject }) => subject))].map((subject) => `${check}@${subject}=${reason}`);
  });
}

/** How many questions have no answer yet. */
export function unanswered(questions: readonly ConsentQuestion[], consents: Consents): number {
  return questions.filter(({ check }) => (consents.get(check)?.trim() ?? '') === '').length;
}
