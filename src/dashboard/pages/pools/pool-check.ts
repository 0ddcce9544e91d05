/** A check of a pool against a medium, from the page; what a fix did is told beside it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FixReply, PoolReply } from '../../../contract/api/pools.js';
import type { CheckReport, CheckResult } from '../../../contract/checks.js';
import type { Context } from '../../app/context.js';
import type { Resource } from '../../app/resource.js';
import { blocks } from '../../model/findings.js';
import type { Problem } from '../../model/problem.js';
import { routeTo } from '../../model/routes.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { checkReportView, verdictLine } from '../../parts/check-report.js';
import { mediumChoice } from '../../parts/medium-choice.js';
import { note, problemNote } from '../../parts/note.js';

interface Busy {
  readonly what: string;
}

export function poolCheck(
  context: Context,
  pool: Resource<PoolReply>,
  name: string,
): (value: PoolReply) => TemplateResult {
  let medium = '';
  let busy: Busy | undefined;
  let problem: Problem | undefined;
  let fixed: FixReply | undefined;
  let report: CheckReport | undefined;

  const work = async <T>(what: string, done: () => Promise<T>): Promise<T | undefined> => {
    busy = { what };
    problem = undefined;
    context.update();
    const result = await context.attempt(done);
    busy = undefined;
    problem = result.problem;
    return result.value;
  };
  const check = async (): Promise<void> => {
    fixed = undefined;
    report = (await work('check', () => context.requests.check(name, medium))) ?? report;
    if (problem === undefined) context.say('The check is done.');
    pool.load();
  };
  const fix = async (result: CheckResult, media: string): Promise<void> => {
    const answer = await context.ask({
      title: `Put right “${result.title}” on ${result.subject}?`,
      says: [
        result.remedy,
        'What was done, and the command that takes it back, is shown afterwards and kept in the audit.',
      ],
      does: 'Put it right',
      ...{ danger: false, reason: 'none' },
    });
    if (answer === null) return;
    const key = { media, check: result.id, subject: result.subject };
    fixed = await work(keyOf(result), () => context.requests.fix(name, key));
    report = fixed?.check ?? report;
    pool.load();
  };

  return (value) => {
    const shown = report ?? value.lastCheck?.report;
    const fixButton = (result: CheckResult): TemplateResult | typeof nothing => {
      if (!result.fixable || shown === undefined || !blocks(result)) return nothing;
      return button({
        ...{ label: busy?.what === keyOf(result) ? 'At it …' : 'Fix', little: true, busy: busy !== undefined },
        whyNot: context.whyNot('operator'),
        press: () => void fix(result, shown.media),
      });
    };
    return card({
      title: 'Check',
      lead: 'Can this pool be upgraded from that medium? It looks, and changes nothing.',
      content: html`
        ${mediumChoice({
          ...{ media: context.data.media.value ?? [], chosen: medium, id: 'check-medium' },
          choose: (id) => {
            medium = id;
            context.update();
          },
        })}
        <div class="buttons">
          ${button({
            ...{ label: busy?.what === 'check' ? 'Checking …' : 'Check now', kind: 'first', busy: busy !== undefined },
            whyNot: context.whyNot('operator') ?? (medium === '' ? 'Choose a medium first.' : null),
            press: () => void check(),
          })}
          ${
            shown?.blocked === false && value.run === null
              ? html`<a class="button" href=${routeTo('start', [], { pool: name, media: shown.media })}
                  >Plan an upgrade to ${shown.media}</a
                >`
              : nothing
          }
        </div>
        ${problemNote(problem)} ${fixed === undefined ? nothing : fixedNote(fixed)}
        ${
          shown === undefined
            ? html`<p class="soft">It was not checked since the controller started.</p>`
            : html`<p class="soft">${checkedText(value, shown, context)}</p>
                ${verdictLine(shown, false)} ${checkReportView({ report: shown, fixing: false, action: fixButton })}`
        }
      `,
    });
  };
}

function keyOf({ id, subject }: CheckResult): string {
  return `${id}@${subject}`;
}

function checkedText({ lastCheck }: PoolReply, shown: CheckReport, { instants }: Context): string {
  const against = `Against ${shown.media}`;
  return lastCheck === null ? `${against}.` : `${against}, ${instants.full(lastCheck.at)}, by ${lastCheck.by}.`;
}

function fixedNote({ done, byRun, undo }: FixReply): TemplateResult {
  if (done.length === 0) {
    return note({
      tone: 'quiet',
      title: 'A run does this, and puts it back at its end',
      text: `${byRun.join('; ')}. Plan the upgrade with “put right what the run can”.`,
    });
  }
  return html`<div class="note good">
    <span></span>
    <div>
      <p class="strong">Done: ${done.join('; ')}</p>
      ${
        undo.length === 0
          ? nothing
          : html`<p class="soft">To take it back:</p>
              ${undo.map((command) => html`<p><code>${command}</code></p>`)}`
      }
    </div>
  </div>`;
}
