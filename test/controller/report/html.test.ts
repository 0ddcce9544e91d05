import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { escapeHtml } from '../../../src/controller/report/html/escape-html.js';
import { renderHtml } from '../../../src/controller/report/html/render-html.js';
import { timeAxis } from '../../../src/controller/report/html/time-axis.js';
import { makeReport } from '../../../src/controller/report/make-report.js';
import { renderMarkdown } from '../../../src/controller/report/render-markdown.js';
import type { ReportDocument } from '../../../src/controller/report/report-document.js';
import { before, final, plan, records, secrets, status } from './journal-of-a-run.js';

const report = makeReport({ plan, records, status, final });
const page = renderHtml(report);

/** Every text in the document, by what a hostile pool, person or host could have put there. */
function withTexts(value: unknown, text: (old: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((one) => withTexts(one, text));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withTexts(one, text)]));
}

const words = ['state', 'result', 'undo', 'severity', 'phase', 'kind'];

function hostile(attack: string): ReportDocument {
  const keep = new Set<string>();
  JSON.stringify(report, (key, value: unknown) => {
    if (words.includes(key) && typeof value === 'string') keep.add(value);
    return value;
  });
  return withTexts(report, (old) => (keep.has(old) ? old : `${old}${attack}`)) as ReportDocument;
}

describe('The report in HTML', () => {
  it('has a section for each thing a person looks for', () => {
    const headings = [...page.matchAll(/<h[12][^>]*>([^<]*)<\/h[12]>/g)].map((match) => match[1]);
    expect(headings).to.deep.equal([
      'Upgrade of lab to XCP-ng 8.3.0',
      'What failed',
      'Timeline',
      'Hosts',
      'Left as found',
      'Changes the run made',
      'Accepted risks',
      'Findings',
      'VMs that ran before',
      'What people asked for',
      'What was done when',
      'The run and its medium',
    ]);
  });

  it('loads nothing and runs nothing: no address, no script, no style but the one whose digest the policy names', () => {
    expect(page).to.not.match(/<(script|link|img|iframe|object|embed|base|form|a)\b/i);
    expect(page).to.not.match(/\s(style|src|href|on\w+)\s*=/i);
    expect(page).to.not.match(/url\(|@import|=\s*["']?\w+:\/\//i);
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(page.replaceAll('&#39;', "'")).to.include(`default-src 'none'; style-src 'sha256-${digest}'`);
  });

  it('adds no element and no attribute for whatever a name, a reason or a command holds', () => {
    const shape = (text: string): string =>
      [...text.replace(/<style>[\s\S]*<\/style>/, '').matchAll(/<\/?([a-z0-9!]+)((?:\s+[\w-]+="[^"]*")*)\s*\/?>/gi)]
        .map((match) => `${match[1]} ${[...(match[2] ?? '').matchAll(/([\w-]+)="/g)].map((one) => one[1]).join(' ')}`)
        .join('\n');
    for (const attack of [
      '"><script>alert(1)</script>',
      "' onload='alert(1)",
      '</title></svg></style><img src=x onerror=alert(1)>',
      '<!-- ',
      ']]>',
      '&lt;b&gt;',
    ]) {
      const attacked = renderHtml(hostile(attack));
      expect(shape(attacked), attack).to.equal(shape(page));
      expect(attacked, attack).to.include(escapeHtml(attack));
      expect(attacked.replace(/<style>[\s\S]*<\/style>/, ''), attack).to.not.include(
        attack.includes('<') ? attack : '<script',
      );
    }
  });

  it('shows neither control characters nor marks that turn the direction of writing', () => {
    expect(escapeHtml('a\u202eb\u0000c\u2066\ud800')).to.equal('a\ufffdb\ufffdc\ufffd\ufffd');
  });

  it('holds no token and no password', () => {
    for (const secret of secrets) expect(page).to.not.include(secret);
  });

  it('draws a lane for the pool and for each host that was touched, and says the same in a table', () => {
    const lanes = [...page.matchAll(/<text class="name"[^>]*>\s*([^<\s]+)/g)].map((match) => match[1]);
    expect(lanes).to.deep.equal(['lab', 'xs-1', 'xs-2']);
    expect(page).to.match(/role="img"\s+aria-labelledby="chart-title chart-about"/);
    for (const { what } of report.timeline) expect(page.split(escapeHtml(what)).length, what).to.be.greaterThan(2);
  });

  it('leaves the chart out of a run in which nothing was done', () => {
    const quiet = renderHtml(makeReport({ plan, records: [], status: { ...status, hosts: [] }, final: before }));
    expect(quiet).to.not.include('<svg');
    expect(quiet).to.include('Yes. But for its versions');
  });

  it('compares the time of each phase with what was planned', () => {
    const [one] = report.hosts;
    expect(one?.phases.map(({ phase, took }) => [phase, took === null ? null : took / 60_000])).to.deep.equal([
      ['evacuating', 4],
      ['staging', 2],
      ['installing', null],
      ['restoring', null],
    ]);
    expect(page).to.match(/4 min 00 s[\s\S]{1,60}planned 2 min 09 s/);
  });

  it('names who planned it and what was found then, where the journal has it', () => {
    const finding = {
      id: 'capacity',
      severity: 'warning',
      subject: 'lab',
      title: 't',
      reason: 'tight',
      remedy: '',
      fixable: false,
    };
    const [first, ...rest] = records;
    const planned = {
      ...first!,
      entry: { type: 'planned' as const, pool: 'lab', plan, by: 'ann <ann>', findings: [finding] },
    };
    const told = makeReport({ plan, records: [planned, ...rest], status, final });
    expect(told.plannedBy).to.equal('ann <ann>');
    expect(told.findings.before?.map(({ id }) => id)).to.deep.equal(['capacity']);
    expect(renderHtml(told)).to.include('by ann &lt;ann&gt;').and.include('tight');
    expect(report.findings.before).to.equal(null);
  });

  it('shows what was found after each host and at the end, the worst first, and what was consented to', () => {
    const found = { id: 'as-before', subject: 'lab' };
    const gates = [
      { host: plan.hosts[0]!.uuid, severity: 'info' as const, ...found, reason: 'explained <by> the release' },
      { host: null, severity: 'warning' as const, ...found, reason: 'a network is gone' },
    ];
    const told = { ...report, gates, consents: ['ann stops <db>'] };
    const shown = renderHtml(told);
    const rows = [...shown.matchAll(/<td>(at the end|after xs-\d)<\/td>/g)].map((match) => match[1]);
    expect(rows).to.deep.equal(['at the end', 'after xs-1']);
    expect(shown).to.include('Compared with before').and.include('explained &lt;by&gt; the release');
    expect(shown).to.include('ann stops &lt;db&gt;');
    const lines = renderMarkdown(told).split('\n');
    expect(
      lines.filter((line) => /explained|is gone/.test(line)).map((line) => line.split('|')[1]?.trim()),
    ).to.deep.equal(rows);
  });
});

describe('The time axis', () => {
  it('has at most nine lines, at round moments', () => {
    const at = Date.UTC(2026, 0, 1, 12, 3);
    for (const minutes of [0, 0.2, 3, 45, 200, 3000, 100_000]) {
      const { lines } = timeAxis(at, at + minutes * 60_000, 0, 1000);
      expect(lines.length, `${minutes} min`).to.be.within(0, 10);
    }
    const { lines } = timeAxis(at, at + 45 * 60_000, 0, 1000);
    expect(lines.map(({ label }) => label)).to.deep.equal([
      '12:05',
      '12:10',
      '12:15',
      '12:20',
      '12:25',
      '12:30',
      '12:35',
      '12:40',
      '12:45',
    ]);
  });
});
