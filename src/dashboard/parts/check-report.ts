/** What a check found: the verdict and the counts first, then the findings by what they are about, each with its remedy. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckReport, CheckResult } from '../../contract/checks.js';
import { blocks, countSeverities, groupFindings, severityWord, verdict } from '../model/findings.js';
import { severityTones } from '../model/tones.js';
import { badge } from './badge.js';

export interface CheckReportView {
  readonly report: CheckReport;
  /** A button beside a finding; nothing where there is none. */
  readonly action: (result: CheckResult) => TemplateResult | typeof nothing;
}

export function verdictLine(report: CheckReport): TemplateResult {
  const { go, text } = verdict(report);
  return html`
    <p class="strong ${go ? 'good' : 'bad'}"><span class="tone">${text}</span></p>
    <div class="tallies">
      ${countSeverities(report.results).map(({ severity, text: tally }) => badge(severityTones[severity], tally))}
    </div>
  `;
}

export function checkReportView({ report, action }: CheckReportView): TemplateResult {
  const groups = groupFindings(report.results);
  const passed = report.results.filter(({ severity }) => severity === 'pass');
  return html`
    ${groups.map(
      ({ subject, findings }) => html`
        <div class="stack finding-group">
          <h3>${subject}</h3>
          <ul class="rows">
            ${findings.map((result) => html`<li>${findingView(result, action)}</li>`)}
          </ul>
        </div>
      `,
    )}
    ${
      passed.length === 0
        ? nothing
        : html`<details>
            <summary>${passed.length} passed</summary>
            <ul class="rows">
              ${passed.map(({ title, subject, reason }) => html`<li><span class="strong">${title}</span> <span class="soft">${subject}: ${reason}</span></li>`)}
            </ul>
          </details>`
    }
  `;
}

function findingView(result: CheckResult, action: CheckReportView['action']): TemplateResult {
  const { severity, title, reason, remedy, id } = result;
  return html`
    <div class="finding">
      ${badge(severityTones[severity], severityWord(severity))}
      <div>
        <p><span class="strong">${title}</span> <code>${id}</code></p>
        <p>${reason}</p>
        ${remedy === '' || severity === 'pass' ? nothing : html`<p class="remedy"><strong>${blocks(result) ? 'Do' : 'You may'}:</strong> ${remedy}</p>`}
      </div>
      <div class="buttons">${action(result)}</div>
    </div>
  `;
}
