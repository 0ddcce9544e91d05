import { expect } from 'chai';
import type { Controller } from '../../src/controller/controller-options.js';
import { createController } from '../../src/controller/controller.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../src/shared/logger.js';
import { drivingMedium } from '../support/controller-evidence.js';
import { Scenario } from '../support/scenario/scenario.js';

describe('The start of a run', () => {
  let scenario: Scenario;
  let controller: Controller;
  let mediumIsThere: boolean;
  let passwordIsThere: boolean;
  const journal = () => createMemoryJournal();
  let written: ReturnType<typeof journal>;

  beforeEach(async () => {
    scenario = await Scenario.begin();
    written = journal();
    mediumIsThere = true;
    passwordIsThere = true;
    controller = await createController({
      ...{ version: 'test', journal: written, clock: scenario.clock, log: silentLogger },
      dumpFolder: scenario.folder,
      mediaServer: scenario.mediaServer.api,
      media: {
        open: () => Promise.resolve(scenario.medium),
        verify: () => Promise.resolve(),
        markInUse: () =>
          mediumIsThere
            ? Promise.resolve()
            : Promise.reject(new DrydockError('MEDIA_NOT_FOUND', { attempted: 'marking a medium as in use' })),
        unmarkInUse: () => Promise.resolve(),
        marks: () => Promise.resolve([]),
        hardware: () => Promise.resolve(drivingMedium()),
      },
      openPool: () =>
        passwordIsThere
          ? Promise.resolve(scenario.openPool())
          : Promise.reject(new DrydockError('CREDENTIAL_UNREADABLE', { attempted: 'reading the password of a pool' })),
    });
  });

  afterEach(async () => {
    await controller.stop();
    await scenario.end();
  });

  async function plan(): Promise<string> {
    const options = { order: [], only: [], accept: [], acceptEua: false, fix: true, approveEachHost: false };
    const request = { pool: 'pool', media: scenario.medium.manifest.id, soakMinutes: 0, by: 'ann', ...options };
    const { run } = await scenario.clock.runUntil(controller.plan(request));
    if (run === null) throw new Error('blocked');
    return run;
  }

  const start = (run: string): Promise<unknown> => controller.command(run, { command: 'start', by: 'ann' });
  const refusalOf = async (run: string): Promise<string> => {
    const error: unknown = await start(run).catch((cause: unknown) => cause);
    return error instanceof DrydockError ? error.code : 'none';
  };

  it('that is refused since its medium is gone leaves no command that a restart of the controller would obey', async () => {
    const run = await plan();
    mediumIsThere = false;

    expect(await refusalOf(run)).to.equal('MEDIA_NOT_FOUND');

    expect(written.records(run).map(({ entry }) => entry.type)).to.deep.equal(['planned']);
  });

  it('is refused when the password of its pool is not stored any more, and leaves no command either', async () => {
    const run = await plan();
    passwordIsThere = false;

    expect(await refusalOf(run)).to.equal('CREDENTIAL_UNREADABLE');

    expect(written.records(run).map(({ entry }) => entry.type)).to.deep.equal(['planned']);
  });

  it('is refused while another run of the same pool is open, also one that was started a moment ago', async () => {
    const [first, second] = [await plan(), await plan()];
    await start(first);

    expect(await refusalOf(second)).to.equal('RUN_IN_PROGRESS');

    expect(written.records(second).map(({ entry }) => entry.type)).to.deep.equal(['planned']);
  });
});
