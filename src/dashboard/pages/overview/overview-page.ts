/** What needs a person now, and what is under way; the first thing that is seen at three in the morning. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { RunStatus } from '../../../contract/run-status.js';
import { attentionInput } from '../../app/attention-input.js';
import type { Context, Page } from '../../app/context.js';
import { attentionOf, type Attention } from '../../model/attention.js';
import { finishedHosts, isAtWork, ownReason, runShare } from '../../model/host-progress.js';
import { routeTo } from '../../model/routes.js';
import { runTones } from '../../model/tones.js';
import { bytes, count, rate, span } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card } from '../../parts/card.js';
import { figures } from '../../parts/facts.js';
import { pageHead } from '../../parts/head.js';
import { note, problemNote } from '../../parts/note.js';
import { firstSteps } from './first-steps.js';

export function overviewPage(context: Context): Page {
  return {
    title: 'Overview',
    render: () => {
      const { runs, media, pools, rollouts, servers } = context.data;
      // All at once: what comes later would push aside what somebody is about to press.
      const waitsFor = [runs, media, pools, rollouts, servers].filter(
        ({ value, problem }) => value === undefined && problem === undefined,
      );
      if (waitsFor.length > 0)
        return html`${pageHead({ title: 'Overview', lead: 'Reading …' })}
          <div class="skeleton" aria-busy="true"></div>`;
      const problem = [runs, media, pools].find((resource) => resource.value === undefined)?.problem;
      const needs = attentionOf(attentionInput(context.data));
      const open = (runs.value ?? []).filter(({ state }) => !['done', 'aborted', 'planned', 'stopped'].includes(state));
      const isNew = runs.value?.length === 0 && (media.value?.length === 0 || pools.value?.length === 0);
      return html`
        ${pageHead({ title: 'Overview', lead: leadOf(needs, open) })} ${problemNote(problem)}
        ${needs.length === 0 ? nothing : html`<section class="stack" aria-label="What needs you">${needs.map(needNote)}</section>`}
        ${isNew ? firstSteps(context.data) : nothing}
        ${open.length === 0 ? nothing : html`<section class="stack" aria-label="Under way">${open.map((run) => runCard(run, context))}</section>`}
        ${card({ title: 'At a glance', content: glance(context) })}
      `;
    },
  };
}

function leadOf(needs: readonly Attention[], open: readonly RunStatus[]): string {
  const urgent = needs.filter(({ tone }) => tone === 'bad' || tone === 'care').length;
  if (urgent > 0) return `${count(urgent, 'thing')} ${urgent === 1 ? 'needs' : 'need'} you.`;
  if (open.length > 0) return 'Nothing needs you now. What is under way goes on by itself.';
  return 'Nothing needs you now, and nothing is under way.';
}

function needNote({ tone, title, why, link, action }: Attention): TemplateResult {
  return note({ tone, title, text: why, actions: html`<a class="button" href=${link}>${action}</a>` });
}

function runCard(run: RunStatus, context: Context): TemplateResult {
  const at = run.hosts.find(isAtWork);
  const took = run.startedAt === null ? '' : `, ${span(context.now() - run.startedAt)} so far`;
  return card({
    title: run.pool,
    lead: `to ${run.media}: ${finishedHosts(run.hosts)} of ${count(run.hosts.length, 'host')} finished${took}`,
    aside: html`<div class="buttons">
      ${badge(runTones[run.state], run.state)}<a class="button little" href=${routeTo('runs', [run.run])}>Open</a>
    </div>`,
    content: html`
      <progress
        class=${run.state === 'stopped' ? 'bad' : ''}
        max="100"
        value=${runShare(run.hosts)}
        aria-label="Progress of ${run.pool}"
      ></progress>
      <p class="soft">${at === undefined ? run.reason : `${at.name}: ${ownReason(at)}`}</p>
    `,
  });
}

function glance({ data: { media, pools, runs, servers, throughput } }: Context): TemplateResult {
  const held = (media.value ?? []).reduce((sum, medium) => sum + medium.bytes, 0);
  const connections = (servers.value?.protocols ?? []).reduce((sum, protocol) => sum + protocol.connections, 0);
  const done = (runs.value ?? []).filter(({ state }) => state === 'done').length;
  return figures([
    ['Media', String(media.value?.length ?? '–'), bytes(held)],
    ['Pools', String(pools.value?.length ?? '–')],
    ['Runs done', String(done), `${count(runs.value?.length ?? 0, 'run')} in all`],
    ['Sent to hosts now', rate(throughput.rate.at(-1) ?? 0), count(connections, 'connection')],
  ]);
}
