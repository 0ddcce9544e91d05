/** What the run has changed and how each is undone, and what its gates found. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ChangeStatus, RunStatus } from '../../../contract/run-status.js';
import { severityTones, type Tone } from '../../model/tones.js';
import { badge } from '../../parts/badge.js';
import { card, scrolled } from '../../parts/card.js';

const undoWords: Readonly<Record<ChangeStatus['undo'], readonly [Tone, string]>> = {
  'by-hand': ['care', 'by hand'],
  pending: ['quiet', 'pending'],
  done: ['good', 'undone'],
};
const order: readonly ChangeStatus['undo'][] = ['by-hand', 'pending', 'done'];

export function changesView({ changes, findings = [], hosts }: RunStatus): TemplateResult | typeof nothing {
  if (changes.length === 0 && findings.length === 0) return nothing;
  const sorted = [...changes].sort((left, right) => order.indexOf(left.undo) - order.indexOf(right.undo));
  return html`
    ${
      findings.length === 0
        ? nothing
        : card({
            title: 'What its checks found',
            lead: 'After a host, or at the end of the run.',
            content: html`<ul class="rows">
              ${findings.map(
                ({ severity, subject, reason, host, id }) =>
                  html`<li class="finding">
                    ${badge(severityTones[severity], severity)}
                    <p><span class="strong">${subject}</span> ${reason} <code>${id}</code></p>
                    <small class="soft"
                      >${host === null ? 'end of the run' : `after ${hosts.find(({ uuid }) => uuid === host)?.name ?? host}`}</small
                    >
                  </li>`,
              )}
            </ul>`,
          })
    }
    ${changes.length === 0 ? nothing : card({ title: 'Changes it made', lead: 'Each is undone at the end, or listed with what undoes it.', content: changeTable(sorted) })}
  `;
}

function changeTable(changes: readonly ChangeStatus[]): TemplateResult {
  return scrolled(
    'Changes',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Undone</th>
            <th scope="col">When, or how by hand</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map(
            ({ what, undo, condition }) =>
              html`<tr>
                <td>${what}</td>
                <td>${badge(...undoWords[undo])}</td>
                <td>${condition === '' ? '–' : undo === 'by-hand' ? html`<code>${condition}</code>` : condition}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  );
}
