/** The report as one file for a browser or a printer: nothing is loaded, nothing runs, and every text in it is escaped. */
import { createHash } from 'node:crypto';
import type { ReportDocument } from '../report-document.js';
import { failures, hosts, vms } from './host-sections.js';
import { markup, Markup, nothing, section } from './markup.js';
import { accepted, changes, commands, consents, findings, gates, leftAsFound, timeline } from './record-sections.js';
import { style } from './style.js';
import { heading, runFacts } from './summary.js';
import { timelineChart } from './timeline-chart.js';

export function renderHtml(report: ReportDocument): string {
  const chart = timelineChart(report);
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.state}: upgrade of ${report.pool.name} to ${report.medium.name}</title>
        ${styleElement}
      </head>
      <body>
        <main>
          ${heading(report)}${failures(report)}${chart === nothing ? nothing : section('chart', 'Timeline', chart)}${hosts(report)}${leftAsFound(report)}${gates(report)}${changes(
            report,
          )}${accepted(report)}${consents(report)}${findings(report)}${vms(report)}${commands(report)}${timeline(report)}${runFacts(report)}
          <footer>Written by Drydock from the journal of run ${report.run}.</footer>
        </main>
      </body>
    </html> `;
  return page.html;
}

/** To the byte what its digest is of. */
const styleElement = new Markup(`<style>${style}</style>`);

/** The page may use its own style sheet and nothing else, whatever a name in it tries. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
