/** A whole upgrade as people are told of it: what they hear, in which order, and that nothing of it is a secret. */
import { expect } from 'chai';
import { eventText } from '../../src/controller/notify/event-text.js';
import { mailMessage } from '../../src/controller/notify/channels/mail-message.js';
import { webhookBody, webhookFormats } from '../../src/controller/notify/channels/webhook-body.js';
import { recordEvent } from '../../src/controller/notify/record-events.js';
import type { RunEvent } from '../../src/controller/notify/run-event.js';
import { turnEvents } from '../../src/controller/notify/turn-events.js';
import { makeReport } from '../../src/controller/report/make-report.js';
import { renderReport } from '../../src/controller/report/keep-report.js';
import { reportFormats } from '../../src/contract/control.js';
import { explain } from '../../src/controller/run/explain.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

const password = 'CANARY-correct-horse';

async function told(
  options: Parameters<typeof Scenario.begin>[0],
  look: (scenario: Scenario, events: readonly RunEvent[]) => void,
): Promise<void> {
  const scenario = await Scenario.begin({ hosts: 2, vms: 2, times: shortTimes, paceFactor: 5, password, ...options });
  const inTurns = new Map<string, RunEvent>();
  try {
    await scenario.upgrade({
      onTurn: (input, decision) => {
        const run = { plan: input.plan, knownAs: 'lab' };
        for (const event of turnEvents(run, scenario.records(), input, decision, 1_800_000))
          inTurns.set(event.id, event);
      },
    });
    const plan = scenario.plan!;
    const records = scenario.records();
    const events = records.flatMap(
      (_one, index) => recordEvent({ plan, knownAs: 'lab' }, records.slice(0, index + 1)) ?? [],
    );
    look(scenario, [...events, ...inTurns.values()]);
  } finally {
    await scenario.end();
  }
}

/** In events, mails, reports, explanation, status and journal. */
function expectNoSecret(scenario: Scenario, events: readonly RunEvent[]): void {
  const plan = scenario.plan!;
  const status = scenario.status();
  const report = makeReport({ plan, records: scenario.records(), status });
  const shown = [
    ...events.flatMap((event) => [...eventText(event), JSON.stringify(event), JSON.stringify(mailMessage(event))]),
    ...events.flatMap((event) => webhookFormats.map((format) => webhookBody(event, format).text)),
    ...reportFormats.map((format) => renderReport(report, format)),
    explain(plan, scenario.ledger(), status, 'lab'),
    JSON.stringify(status),
  ].join('\n');
  const tokens = (scenario.lastTurn?.grants ?? []).map(({ path }) => path.replaceAll(/^\/i\/|\/$/g, ''));
  expect(tokens.length).to.be.greaterThan(0);
  for (const secret of [password, ...tokens]) expect(shown, secret).to.not.include(secret);
  expect(JSON.stringify(scenario.records())).to.not.include(password);
}

describe('Of an upgrade people are told', function () {
  this.timeout(60_000);

  it('that it was planned and began, each host that is begun and done, and that it is done; and nothing secret in any form', () =>
    told({}, (scenario, events) => {
      expect(scenario.status().state).to.equal('done');
      expect(events.map(({ kind, host }) => `${kind} ${host?.name ?? ''}`.trim())).to.deep.equal([
        'run-planned',
        'run-started',
        'host-begun xs-1',
        'host-done xs-1',
        'host-begun xs-2',
        'host-done xs-2',
        'run-done',
      ]);
      expect(events.at(-1)?.text).to.match(/^2 of 2 hosts upgraded\. /);
      expectNoSecret(scenario, events);
    }));

  it('of one that stops, the kind of failure, the host and what to do next', () =>
    told({ faults: [{ kind: 'returns-with-old-version' }] as never }, (scenario, events) => {
      expect(scenario.status().state).to.equal('stopped');
      const { failure } = scenario.status().hosts.find(({ state }) => state === 'failed')!;
      const stopped = events.find(({ kind }) => kind === 'run-stopped')!;
      expect(stopped.failure).to.equal(failure?.kind);
      expect(stopped.nextAction).to.equal(failure?.nextAction);
      expect(stopped.host?.name).to.equal('xs-1');
    }));
});
