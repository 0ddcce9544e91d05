import { expect } from 'chai';
import { makeReport } from '../../../src/controller/report/make-report.js';
import { renderMarkdown } from '../../../src/controller/report/render-markdown.js';
import { reportSchema } from '../../../src/controller/report/report-document.js';
import { readAt } from '../../support/controller-facts.js';
import { before, final, plan, records, secrets, status } from './journal-of-a-run.js';

const report = makeReport({ plan, records, status, final });
const markdown = renderMarkdown(report);
const minutes = (count: number) => readAt + count * 60_000;

describe('The report of a run', () => {
  it('has the form of its schema, and survives JSON', () => {
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).to.deep.equal(report);
  });

  it('gives for each host what it had, what it has, what it was served and how long it took', () => {
    const [one, two, three] = report.hosts;
    expect(one).to.include({
      state: 'done',
      beganAt: minutes(3),
      endedAt: minutes(33),
      bytes: 620_000_000,
      packages: 580,
    });
    expect(one!.from).to.include('8.2.1');
    expect(one!.now).to.include('8.3.0');
    expect(two!.now).to.include('8.2.1');
    expect(two!.failure).to.include({ kind: 'never-fetched', nextAction: 'Look at its console.' });
    expect(three).to.include({ beganAt: null, endedAt: null, bytes: null });
  });

  it('lists each attempt with begin, end, words and result, and what is still under way', () => {
    const told = report.timeline.map(({ what, attempt, result }) => `${what} ${attempt} ${result}`);
    expect(told).to.include('move all VMs off xs-1 1 confirmed');
    expect(told).to.include('move all VMs off xs-2 1 failed');
    expect(told).to.include('move all VMs off xs-2 2 confirmed');
    expect(report.timeline.at(-1)).to.include({
      effect: 'reboot-host',
      subject: 'xs-2',
      endedAt: null,
      result: 'under way',
    });
    expect(report.timeline.find((entry) => entry.effect === 'evacuate-host')).to.include({
      at: minutes(4),
      endedAt: minutes(7),
    });
    expect(report.timeline.length).to.equal(records.filter((record) => record.entry.type === 'intent').length);
  });

  it('tells of each guest what moved it and where it ended', () => {
    const vm = (name: string) => report.vms.find((candidate) => candidate.name === name)!;
    expect(vm('vm-1a')).to.include({ home: 'xs-1', now: 'Running on xs-1', atHome: true });
    expect(vm('vm-1a').moves.map((move) => move.what)).to.deep.equal([
      'evacuation of xs-1 to xs-2',
      'move home to xs-1',
    ]);
    expect(vm('vm-1a').moves[0]).to.include({ from: 'xs-1', to: 'xs-2' });
    expect(vm('vm-2a').moves[0], 'a journal that does not tell').to.include({ from: 'xs-2', to: null });
    expect(vm('vm-1b')).to.include({ now: 'Running on xs-3', atHome: false });
    expect(vm('vm-2a')).to.include({ now: 'Halted', atHome: false });
    expect(vm('vm-3a').moves).to.deep.equal([]);
    expect(report.vms).to.have.length(6);
  });

  it('repeats what was accepted and who asked for what', () => {
    expect(report.accepted).to.deep.equal([
      { check: 'clock-skew', host: 'xs-2', reason: 'the time server is being replaced' },
    ]);
    expect(report.commands).to.deep.equal([{ at: minutes(0), command: 'start', by: 'alice' }]);
  });

  it('says what is not as it was found, with the command that puts it back', () => {
    expect(report.leftAsFound).to.include({ known: true, clean: false });
    expect(report.leftAsFound.differences.map(({ name, command }) => [name, command])).to.deep.equal([
      ['lab', 'xe pool-ha-enable heartbeat-sr-uuids=sr-shared'],
      ['lab', 'xe pool-param-set uuid=pool-uuid ha-host-failures-to-tolerate=1'],
      ['vm-1b', 'xe vm-migrate uuid=vm-1b-uuid host-uuid=host-1 live=true'],
      ['vm-2a', 'xe vm-start uuid=vm-2a-uuid on=xs-2'],
    ]);
  });

  it('says so when all is as it was found', () => {
    expect(makeReport({ plan, records, status, final: before }).leftAsFound).to.deep.equal({
      known: true,
      clean: true,
      differences: [],
    });
  });

  it('claims nothing about a pool that could not be read', () => {
    const blind = makeReport({ plan, records, status });
    expect(blind.leftAsFound).to.deep.equal({ known: false, clean: false, differences: [] });
    expect(blind.vms[0]).to.include({ now: null, atHome: null });
    expect(renderMarkdown(blind)).to.include('Not known');
  });

  it('shows no token and no password, in either form', () => {
    for (const secret of secrets) {
      expect(JSON.stringify(report)).not.to.include(secret);
      expect(markdown).not.to.include(secret);
    }
    expect(JSON.stringify(report)).to.include('/i/[secret]/');
  });
});

describe('The report in Markdown', () => {
  it('has a section for each thing a person looks for', () => {
    const headings = markdown.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).to.deep.equal([
      '# Upgrade of lab to XCP-ng 8.3.0',
      '## Hosts',
      '## Time of each phase',
      '## What failed',
      '## Left as found',
      '## Changes the run made',
      '## Accepted findings',
      '## Findings',
      '## VMs that ran before',
      '## What people asked for',
      '## What was done when',
    ]);
  });

  it('writes times in UTC, durations and sizes', () => {
    for (const text of [
      '2026-01-01 12:04:00 UTC | 3 min 00 s | move all VMs off xs-1',
      '620 MB of 620 MB, 580 packages',
      '30 min 00 s',
    ]) {
      expect(markdown).to.include(text);
    }
  });

  it('gives commands in code spans', () => {
    expect(markdown).to.include('| `xe pool-ha-enable heartbeat-sr-uuids=sr-shared` |');
  });

  it('keeps its tables whole whatever a name holds', () => {
    const odd = { ...report, vms: [{ ...report.vms[0]!, name: 'a|b\n<script>[x](y)' }] };
    const row = renderMarkdown(odd)
      .split('\n')
      .find((line) => line.includes('script'))!;
    expect(row).to.include(String.raw`a\|b \<script\>\[x\](y)`);
  });

  it('leaves out what there is nothing to say of', () => {
    const quiet = renderMarkdown(
      makeReport({
        plan: { ...plan, accepted: [] },
        records: [],
        status: { ...status, changes: [], hosts: [] },
        final: before,
      }),
    );
    expect(quiet.split('\n').filter((line) => line.startsWith('## '))).to.deep.equal([
      '## Hosts',
      '## Left as found',
      '## Findings',
      '## VMs that ran before',
    ]);
    expect(quiet).to.include('Yes. But for its versions');
  });
});
