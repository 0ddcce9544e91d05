import { expect } from 'chai';
import type { Controller } from '../../src/controller/controller-options.js';
import { createController } from '../../src/controller/controller.js';
import type { JournalEntry } from '../../src/journal/journal.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../src/shared/logger.js';
import { drivingMedium } from '../support/controller-evidence.js';
import { Scenario } from '../support/scenario/scenario.js';

const unread = 'run-00000000-unread';

describe('A run whose plan cannot be read', () => {
  let scenario: Scenario;
  let controller: Controller | undefined;

  beforeEach(async () => {
    scenario = await Scenario.begin();
  });
  afterEach(async () => {
    await controller?.stop();
    await scenario.end();
  });

  async function startWith(...more: readonly JournalEntry[]): Promise<Controller> {
    const journal = createMemoryJournal();
    const planned: JournalEntry = {
      type: 'planned',
      pool: 'other',
      plan: { form: 'another' },
      by: 'ann',
      findings: [],
    };
    for (const entry of [planned, ...more]) await journal.append(unread, scenario.clock.now(), entry);
    const done = Promise.resolve();
    controller = await createController({
      ...{ version: 'test', journal, clock: scenario.clock, log: silentLogger },
      dumpFolder: scenario.folder,
      mediaServer: scenario.mediaServer.api,
      media: {
        open: () => Promise.resolve(scenario.medium),
        verify: () => done,
        markInUse: () => done,
        unmarkInUse: () => done,
        marks: () => Promise.resolve([]),
        hardware: () => Promise.resolve(drivingMedium()),
      },
      openPool: () => Promise.resolve(scenario.openPool()),
    });
    return controller;
  }

  async function plan(engine: Controller): Promise<string> {
    const options = { order: [], only: [], accept: [], acceptEua: false, fix: true, approveEachHost: false };
    const request = { pool: 'pool', media: scenario.medium.manifest.id, soakMinutes: 0, by: 'ann', ...options };
    const { run } = await scenario.clock.runUntil(engine.plan(request));
    return run ?? expect.fail('blocked');
  }

  const start: JournalEntry = { type: 'command', command: 'start', by: 'ann', detail: {} };
  const codeOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'none',
      (error: unknown) => (error instanceof DrydockError ? error.code : String(error)),
    );

  it('is listed with the reason, beside all others', async () => {
    const engine = await startWith();
    const run = await plan(engine);

    const { runs } = await engine.runs();

    expect(runs.map(({ run: id, pool, state }) => [id, pool, state])).to.deep.equal([
      [unread, 'other', 'planned'],
      [run, 'practice', 'planned'],
    ]);
    expect(runs[0]?.reason).to.match(/^its plan cannot be read: STATE_CORRUPT/);
    expect(await codeOf(engine.run(unread))).to.equal('STATE_CORRUPT');
    expect(engine.views.installations(scenario.medium.manifest.id)).to.deep.equal([]);
  });

  it('does not keep a controller from its start, but from planning another run: it may have the same pool', async () => {
    const engine = await startWith(start);

    expect((await engine.status()).openRuns).to.deep.equal([unread]);
    expect(await codeOf(plan(engine))).to.equal('RUN_IN_PROGRESS');
  });

  it('that names a state of a newer version is told as that', async () => {
    const state = { type: 'state', state: 'dreaming', reason: 'of a newer version', detail: {} } as const;

    expect(await codeOf(startWith(start, state))).to.equal('JOURNAL_FORMAT_UNKNOWN');
  });
});
