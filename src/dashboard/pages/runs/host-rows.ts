/** A row for each host: its state, its versions, its bar with packages, bytes, rate and time left, and what it waits for. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { HostStatus, RunStatus } from '../../../contract/run-status.js';
import type { Context } from '../../app/context.js';
import { deadlineView, ownReason, transferView } from '../../model/host-progress.js';
import { hostTones } from '../../model/tones.js';
import { span } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { toneIcons } from '../../parts/icons.js';

export function hostRows(run: RunStatus, context: Context): TemplateResult {
  return html`<ul class="rows">
    ${run.hosts.map((host) => html`<li class="host">${hostRow(host, context.now())}</li>`)}
  </ul>`;
}

function hostRow(host: HostStatus, now: number): TemplateResult {
  const { name, state, from, to, progress, packs = [] } = host;
  return html`
    <div>
      <p class="strong break">${name}</p>
      <p class="versions">${from} → ${to}</p>
    </div>
    <div>${badge(hostTones[state], state)}</div>
    <div class="transfer">
      ${barOf(host)}
      <p>${ownReason(host)}${waited(host, now)}</p>
      ${packs.length === 0 ? nothing : html`<p class="small soft">${packs.map((pack) => `${pack.name}: ${pack.installed ? 'installed' : 'not yet'}`).join(', ')}</p>`}
      ${(progress?.notices ?? []).map((notice) => html`<p class="care tone aside-note">${toneIcons.care}${notice}</p>`)}
      ${progress?.lastFailure === undefined || progress.lastFailure === null ? nothing : html`<p class="small soft">Last failed request: <code>${progress.lastFailure}</code></p>`}
    </div>
  `;
}

function barOf(host: HostStatus): TemplateResult | typeof nothing {
  const view = transferView(host);
  if (view === null) return nothing;
  const tone = host.state === 'failed' ? 'bad' : view.share === 100 ? 'good' : '';
  return html`
    <progress class=${tone} max="100" value=${view.share} aria-label="What ${host.name} has fetched"></progress>
    <p class="bar-text">
      <strong>${view.share} %</strong><span>${view.packages}</span><span>${view.bytes}</span>
      ${view.rate === '' ? nothing : html`<span>${view.rate}</span><span>${view.left}</span>`}
    </p>
  `;
}

function waited(host: HostStatus, now: number): TemplateResult | typeof nothing {
  const deadline = deadlineView(host, now);
  if (deadline === null || host.since === null) return nothing;
  return html`<span class=${deadline.near ? 'care' : 'quiet'}
    ><span class="tone"> · for ${span(now - host.since)}, ${deadline.text}</span></span
  >`;
}
