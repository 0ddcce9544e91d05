/** From a pool and a medium to a run: check and plan, see what it will do, answer for what stays open, start. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PoolReading } from '../../../contract/api/pools.js';
import type { PlanReply } from '../../../contract/control.js';
import type { Context, Page } from '../../app/context.js';
import { acceptances, asksForAgreement, consentQuestions, unanswered } from '../../model/consents.js';
import type { Problem } from '../../model/problem.js';
import { routeTo, type Route } from '../../model/routes.js';
import { firstChoice, planRequestOf, type StartChoice } from '../../model/start-choice.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { checkReportView, verdictLine } from '../../parts/check-report.js';
import { pageHead } from '../../parts/head.js';
import { problemNote } from '../../parts/note.js';
import { stepsView } from '../../parts/steps.js';
import { consentForm } from './consent-form.js';
import { planView } from './plan-view.js';
import { startForm } from './start-form.js';

export function startPage(context: Context, route: Route): Page {
  let choice = firstChoice(route.query['pool'] ?? '', route.query['media'] ?? '');
  let filter = '';
  const pool = context.resource(() => context.requests.pool(choice.pool));
  const consents = new Map<string, string>();
  let agreed = false;
  let busy = false;
  let problem: Problem | undefined;
  let reply: PlanReply | undefined;

  const plan = async (): Promise<void> => {
    busy = true;
    context.update();
    const questions = reply === undefined ? [] : consentQuestions(reply.check.results, choice.fix);
    // Answers that were given before stay given: what they answered does not block any more, and is not asked again.
    for (const text of acceptances(questions, consents)) answered.add(text);
    const request = planRequestOf(choice, readingOf(), [...answered], agreed);
    const result = await context.attempt(() => context.requests.plan(request));
    busy = false;
    problem = result.problem;
    if (result.value === undefined) return;
    reply = result.value;
    context.say(reply.run === null ? 'The check is done; something blocks.' : 'The plan is made.');
    context.data.runs.load();
  };
  const answered = new Set<string>();
  const readingOf = (): PoolReading | undefined =>
    pool.value?.name === choice.pool ? (pool.value.reading ?? undefined) : undefined;
  const start = async (run: string): Promise<void> => {
    const answer = await context.ask({
      title: `Start the upgrade of ${choice.pool} now?`,
      says: [
        'Hosts are taken out of service one after the other, emptied, installed anew and proven. The coordinator goes first.',
        'It goes on in the controller, whether this page is open or not, and can be paused, but not while a host installs.',
      ],
      ...{ does: 'Start', danger: false, reason: 'none' },
    });
    if (answer === null) return;
    const result = await context.attempt(() => context.requests.command(run, { command: 'start' }));
    problem = result.problem;
    if (result.value !== undefined) context.go(routeTo('runs', [run]));
  };
  const changed = (next: StartChoice): void => {
    const isAnotherPool = next.pool !== choice.pool;
    choice = next;
    if (isAnotherPool && next.pool !== '') pool.load();
    reply = undefined;
    problem = undefined;
    answered.clear();
    consents.clear();
    context.update();
  };

  return {
    title: 'Start an upgrade',
    refresh: () => {
      context.data.pools.load();
      context.data.media.load();
      if (choice.pool !== '') pool.load();
    },
    render: () => html`
      ${pageHead({ title: 'Start an upgrade', lead: 'Nothing is changed before the last step.', above: { name: 'Pools', link: '#/pools' } })}
      ${stepsView(['Choose', 'Answer what is open', 'Look at the plan and start'], reply === undefined ? 0 : reply.run === null ? 1 : 2)}
      ${startForm({
        ...{ context, choice, pool, filter, busy, changed, planned: reply !== undefined },
        plan: () => void plan(),
        filtered: (text) => {
          filter = text;
          context.update();
        },
      })}
      ${problemNote(problem)} ${reply === undefined ? nothing : outcome(reply)}
    `,
  };

  function outcome(value: PlanReply): TemplateResult {
    const { check, run } = value;
    const questions = run === null ? consentQuestions(check.results, choice.fix) : [];
    return html`
      ${
        run === null
          ? consentForm({
              ...{ questions, consents, agreement: asksForAgreement(check.results) ? agreed : null },
              agree: (yes) => {
                agreed = yes;
                context.update();
              },
              answer: (id, reason) => {
                consents.set(id, reason);
                context.update();
              },
              action: button({
                ...{ label: busy ? 'Planning …' : 'Plan again with these answers', kind: 'first', busy },
                whyNot:
                  unanswered(questions, consents) === 0
                    ? null
                    : 'Answer every question, or put right what it is about.',
                press: () => void plan(),
              }),
            })
          : planView({ value, run, whyNot: context.whyNot('operator'), start: () => void start(run), context })
      }
      ${card({
        title: 'What the check found',
        content: html`${verdictLine(check, choice.fix)}
        ${checkReportView({ report: check, fixing: choice.fix, action: () => nothing })}`,
      })}
    `;
  }
}
