/** The buttons that steer a run: those that its state takes, each behind a question that says what it will do. */
import { html, type TemplateResult, type nothing } from 'lit/html.js';
import type { RunStatus } from '../../../contract/run-status.js';
import type { Context } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import { runActions, type RunAction } from '../../model/run-actions.js';
import { button } from '../../parts/button.js';
import { problemNote } from '../../parts/note.js';

export interface RunActionBar {
  buttons(run: RunStatus): TemplateResult;
  problem(): TemplateResult | typeof nothing;
}

export function runActionBar(context: Context): RunActionBar {
  let busy: string | undefined;
  let problem: Problem | undefined;

  const act = async (run: RunStatus, action: RunAction): Promise<void> => {
    const { title, says, label, danger, reason, hosts } = action;
    const choices =
      hosts === null ? {} : { choices: { label: 'Host', of: hosts.map(({ uuid, name }) => ({ value: uuid, name })) } };
    const answer = action.asks
      ? await context.ask({ title, says, does: label, danger, reason, ...choices })
      : { reason: '', choice: '' };
    if (answer === null) return;
    busy = action.command;
    context.update();
    const result = await context.attempt(() =>
      context.requests.command(run.run, {
        command: action.command,
        ...(answer.choice === '' ? {} : { host: answer.choice }),
        ...(answer.reason === '' ? {} : { reason: answer.reason }),
      }),
    );
    busy = undefined;
    problem = result.problem;
    if (result.value === undefined) return;
    context.data.apply('run', result.value);
    context.say(`${label}: done. ${result.value.reason}`);
  };

  return {
    problem: () => problemNote(problem),
    buttons: (run) => html`
      ${runActions(run).map((action, index) =>
        button({
          label: busy === action.command ? '…' : action.label,
          kind: action.danger
            ? 'danger'
            : index === 0 && run.state !== 'running'
              ? 'first'
              : action.command === 'approve'
                ? 'first'
                : '',
          whyNot: context.whyNot('operator'),
          busy: busy !== undefined,
          press: () => void act(run, action),
        }),
      )}
    `,
  };
}
