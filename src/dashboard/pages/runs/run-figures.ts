/** The few numbers of a run: how many hosts are finished, how long it has taken, and when something stops it. */
import { html, type TemplateResult } from 'lit/html.js';
import type { RunStatus } from '../../../contract/run-status.js';
import type { Context } from '../../app/context.js';
import { deadlineView, finishedHosts, isAtWork, runShare } from '../../model/host-progress.js';
import { routeTo } from '../../model/routes.js';
import { count, span } from '../../model/units.js';

export function runFigures(run: RunStatus, { instants, now }: Context): TemplateResult {
  const { hosts, startedAt, endedAt, state } = run;
  const at = hosts.find(isAtWork);
  const deadline = at === undefined ? null : deadlineView(at, now());
  const tone = state === 'stopped' ? 'bad' : state === 'done' ? 'good' : '';
  return html`
    <section class="card" aria-label="Figures">
      <dl class="figures">
        <div>
          <dt>Hosts finished</dt>
          <dd>
            ${finishedHosts(hosts)} of ${hosts.length}<small
              >${at === undefined ? 'none is out of service' : `${at.name} is at work`}</small
            >
          </dd>
        </div>
        <div>
          <dt>${endedAt === null ? 'So far' : 'Took'}</dt>
          <dd>
            ${startedAt === null ? '–' : span((endedAt ?? now()) - startedAt)}
            <small>${startedAt === null ? 'not started' : `began ${instants.full(startedAt)}`}</small>
          </dd>
        </div>
        <div>
          <dt>This step</dt>
          <dd>
            ${at?.since === undefined || at.since === null ? '–' : span(now() - at.since)}
            <small class=${deadline?.near === true ? 'care strong tone' : ''}
              >${deadline === null ? 'nothing is being waited for' : deadline.text}</small
            >
          </dd>
        </div>
        <div>
          <dt>Medium</dt>
          <dd>
            <a href=${routeTo('media', [run.media])}>${run.media}</a
            ><small>${count(hosts.length, 'host')} in the plan</small>
          </dd>
        </div>
      </dl>
      <progress class=${tone} max="100" value=${runShare(hosts)} aria-label="Progress of the run"></progress>
    </section>
  `;
}
