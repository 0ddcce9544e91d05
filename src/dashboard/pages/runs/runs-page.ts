/** The runs, the open ones first; those that ended long ago when they are asked for. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { RunStatus } from '../../../contract/run-status.js';
import type { Context, Page } from '../../app/context.js';
import { finishedHosts, runShare } from '../../model/host-progress.js';
import { isEnded, olderKept, runsInOrder, withOlder } from '../../model/run-order.js';
import { routeTo } from '../../model/routes.js';
import type { Problem } from '../../model/problem.js';
import { runTones } from '../../model/tones.js';
import { span } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card, scrolled } from '../../parts/card.js';
import { empty } from '../../parts/empty.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { problemNote } from '../../parts/note.js';

export function runsPage(context: Context): Page {
  let older: readonly RunStatus[] = [];
  let next: string | null | undefined;
  let problem: Problem | undefined;
  const more = async (): Promise<void> => {
    const before = next === undefined ? context.data.olderRuns : next;
    const result = await context.attempt(() => context.requests.runs(before));
    problem = result.problem;
    if (result.value === undefined) return;
    older = [...older, ...result.value.runs];
    next = result.value.next;
  };
  const all = (live: readonly RunStatus[]): readonly RunStatus[] => {
    if (next === undefined) return live;
    older = olderKept(older, live);
    return withOlder(live, older);
  };
  const olderOnes = (): TemplateResult => {
    const hasMore = (next === undefined ? context.data.olderRuns : next) !== null;
    return html`
      ${problemNote(problem)}
      ${hasMore ? html`<div class="buttons"><button class="button" @click=${() => void more()}>Show older ones</button></div>` : nothing}
    `;
  };
  return {
    title: 'Runs',
    refresh: () => {
      older = [];
      next = undefined;
      context.data.runs.load();
    },
    render: () => html`
      ${pageHead({
        title: 'Runs',
        lead: 'Each upgrade of a pool, from its plan to its report.',
        actions: html`<a class="button first" href="#/start">Start an upgrade</a>`,
      })}
      ${loaded(context.data.runs, (runs) =>
        runs.length === 0 ? none() : html`${lists(all(runs), context)}${olderOnes()}`,
      )}
    `,
  };
}

function none(): TemplateResult {
  return empty(
    'No run yet',
    'A run begins with a check of the pool and a plan. You see both before anything is changed.',
    html`<a class="button first" href="#/start">Start an upgrade</a>`,
  );
}

function lists(runs: readonly RunStatus[], context: Context): TemplateResult {
  const sorted = runsInOrder(runs);
  const open = sorted.filter((run) => !isEnded(run));
  const ended = sorted.filter(isEnded);
  return html`
    ${open.length === 0 ? '' : card({ title: 'Open', content: table('Open runs', open, context) })}
    ${ended.length === 0 ? '' : card({ title: 'Ended', content: table('Ended runs', ended, context) })}
  `;
}

function table(label: string, runs: readonly RunStatus[], context: Context): TemplateResult {
  return scrolled(
    label,
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Pool</th>
            <th scope="col">To</th>
            <th scope="col">State</th>
            <th scope="col">Hosts</th>
            <th scope="col">Began</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${runs.map((run) => row(run, context))}
        </tbody>
      </table>
    `,
  );
}

function row(run: RunStatus, { instants, now }: Context): TemplateResult {
  const { startedAt, endedAt, hosts } = run;
  return html`
    <tr>
      <th scope="row">
        <a href=${routeTo('runs', [run.run])}>${run.pool}</a><br /><small class="soft">${run.run}</small>
      </th>
      <td>${run.media}</td>
      <td>${badge(runTones[run.state], run.state)}</td>
      <td>
        ${finishedHosts(hosts)} of ${hosts.length} finished
        <progress
          class=${run.state === 'stopped' ? 'bad' : run.state === 'done' ? 'good' : ''}
          max="100"
          value=${runShare(hosts)}
          aria-label="Progress of ${run.run}"
        ></progress>
      </td>
      <td>${startedAt === null ? 'not started' : instants.full(startedAt)}</td>
      <td class="number">${startedAt === null ? '–' : span((endedAt ?? now()) - startedAt)}</td>
    </tr>
  `;
}
