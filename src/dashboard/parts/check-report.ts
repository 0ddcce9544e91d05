/** What a check found: the verdict and the counts first, then the findings by what they are about, each with its remedy. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckReport, CheckResult } from '../../contract/checks.js';
import { countStandings, groupFindings, standingWord, verdict, type StandingFinding } from '../model/findings.js';
import { standingTones } from '../model/tones.js';
import { badge } from './badge.js';

export interface CheckReportView {
  readonly report: CheckReport;
  /** The run was asked to put right what it can. */
  readonly fixing: boolean;
  /** A button beside a finding; nothing where there is none. */
  readonly action: (result: CheckResult) => TemplateResult | typeof nothing;
}

export function verdictLine(report: CheckReport, fixing: boolean): TemplateResult {
  const { go, text } = verdict(report, fixing);
  return html`
    <p class="strong ${go ? 'good' : 'bad'}"><span class="tone">${text}</span></p>
    <div class="tallies">
      ${countStandings(report, fixing).map(({ standing, text: tally }) => badge(standingTones[standing], tally))}
    </div>
  `;
}

export function checkReportView({ report, fixing, action }: CheckReportView): TemplateResult {
  const groups = groupFindings(report, fixing);
  const passed = report.results.filter(({ severity }) => severity === 'pass');
  return html`
    ${groups.map(
      ({ subject, findings }) => html`
        <div class="stack finding-group">
          <h3>${subject}</h3>
          <ul class="rows">
            ${findings.map((finding) => html`<li>${findingView(finding, action)}</li>`)}
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

function findingView({ standing, result }: StandingFinding, action: CheckReportView['action']): TemplateResult {
  const { title, reason, remedy, id } = result;
  const told = remedy !== '' && standing !== 'pass' && standing !== 'to-fix';
  const must = standing === 'failure' || standing === 'unknown';
  return html`
    <div class="finding">
      ${badge(standingTones[standing], standingWord(standing))}
      <div>
        <p><span class="strong">${title}</span> <code>${id}</code></p>
        <p>${reason}</p>
        ${told ? html`<p class="remedy"><strong>${must ? 'Do' : 'You may'}:</strong> ${remedy}</p>` : nothing}
      </div>
      <div class="buttons">${action(result)}</div>
    </div>
  `;
}
