/** Why a run has stopped, and the named next action, with the commands where a person has to do it by hand. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { RunStatus } from '../../../contract/run-status.js';
import { toneIcons } from '../../parts/icons.js';

export function stoppedNote(run: RunStatus): TemplateResult | typeof nothing {
  const failed = run.hosts.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return nothing;
  return html`<section class="stack" aria-label="What went wrong">
    ${failed.map(
      ({ name, failure }) =>
        html`<div class="note bad">
          ${toneIcons.bad}
          <div>
            <p class="strong">${name}: ${failure?.kind.replaceAll('-', ' ')}</p>
            <p>${failure?.reason}</p>
            <p><strong>Next:</strong> ${failure?.nextAction}</p>
            ${failure?.byHand === undefined ? nothing : html`<pre>${failure.byHand.join('\n')}</pre>`}
          </div>
        </div>`,
    )}
  </section>`;
}
