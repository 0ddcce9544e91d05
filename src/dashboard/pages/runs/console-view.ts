/** Manual mode: what the person at the console does now, with the host's address once it is asked for. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ConsoleReply } from '../../../contract/control.js';
import type { RunStatus } from '../../../contract/run-status.js';
import type { Context } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import { button } from '../../parts/button.js';
import { toneIcons } from '../../parts/icons.js';
import { problemNote } from '../../parts/note.js';

export function consoleView(context: Context, id: string): (run: RunStatus) => TemplateResult | typeof nothing {
  let shown: ConsoleReply | undefined;
  let problem: Problem | undefined;
  const show = async (): Promise<void> => {
    const result = await context.attempt(() => context.requests.console(id));
    shown = result.value;
    problem = result.problem;
    context.update();
  };
  return (run) => {
    const host = run.hosts.find(({ instructions = [] }) => instructions.length > 0);
    if (host === undefined) return nothing;
    return html`
      <div class="note care">
        ${toneIcons.care}
        <div>
          <p class="strong">${host.name} waits for you at its console</p>
          <ol>
            ${(host.instructions ?? []).map((step, index) => html`<li>${index + 1}. ${step}</li>`)}
          </ol>
          ${shown?.address === undefined || shown.address === null ? nothing : html`<p>Its address: <code>${shown.address}</code></p>`}
        </div>
        <div class="buttons">
          ${button({ label: 'Show its address', whyNot: context.whyNot('operator'), press: () => void show() })}
        </div>
      </div>
      ${problemNote(problem)}
    `;
  };
}
