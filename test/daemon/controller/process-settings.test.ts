import { expect } from 'chai';
import { resolveSettings } from '../../../src/daemon/config/resolve.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import {
  controllerDocument,
  controllerSettingsFrom,
  controllerSettingsVariable,
} from '../../../src/daemon/controller/process-settings.js';
import { codeOf } from '../../support/servers-errors.js';

const received = (document: string) => controllerSettingsFrom({ [controllerSettingsVariable]: document });

describe('What the controller process is told at its start', () => {
  it('holds every setting of the configuration, as it was set', () => {
    const settings = settingsSchema.parse({
      media: { cache: '/m', keep: 7 },
      state: '/s',
      journal: 'postgres://drydock@db.example/drydock',
      postgres: { passwordFile: '/p' },
      controllers: { name: 'one' },
      servers: { plainPath: false },
      dashboard: { port: 9000 },
      checks: { withoutSsh: 'block' },
      notify: { remindEvery: '5m' },
      log: { level: 'warn' },
      probes: [{ id: 'ticket', phases: ['before-run'], command: ['/bin/true'] }],
      runs: { retriesPerHost: 9 },
      vmPolicies: [{ pool: 'lab', vm: 'db', policy: 'stop' }],
    });
    const defaults = settingsSchema.parse({});
    for (const key of Object.keys(settingsSchema.shape) as (keyof typeof settings)[]) {
      expect(settings[key], `the test sets ${key}`).to.not.deep.equal(defaults[key]);
    }
    expect(received(controllerDocument(settings, 0.5))).to.deep.equal({ settings, paceFactor: 0.5 });
  });

  it('is taken from what the command line has resolved, which holds more than settings', async () => {
    const resolved = await resolveSettings({}, {}, '/nowhere');
    const { settings } = received(controllerDocument(resolved, 1));
    expect(settings.state).to.equal('/nowhere/drydock-state');
  });

  it('is missed with an error of its own in a process that somebody else started', async () => {
    expect(await codeOf(Promise.resolve({}).then(controllerSettingsFrom))).to.equal('CONFIG_INVALID');
  });
});
