/** What differs between the settings that a daemon runs with and those that are configured now. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsSchema, type Settings } from '../../../src/daemon/config/schema.js';
import { differencesFromStart, rememberStart, settingDifferences } from '../../../src/daemon/serve/started-with.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';

describe('The settings of a running daemon', () => {
  let state: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'drydock-started-'));
  });
  afterEach(() => rm(state, { recursive: true, force: true }));
  const settings = (document: object): Settings => settingsSchema.parse({ state, ...document });

  it('are compared one by one, by the names of the configuration file', () => {
    expect(
      settingDifferences(
        { servers: { plainPath: true, limits: { rate: 0, connections: 5 } } },
        { servers: { plainPath: true, limits: { rate: 100 }, more: 1 } },
      ),
    ).to.deep.equal([
      { setting: 'servers.limits.rate', running: '0', configured: '100' },
      { setting: 'servers.limits.connections', running: '5', configured: 'not set' },
      { setting: 'servers.more', running: 'not set', configured: '1' },
    ]);
  });

  it('are told for the daemon that they count for, and none when nothing has changed', async () => {
    const before = settings({});
    await rememberStart('mediaServer', before);
    await rememberStart('controller', before);
    expect(await differencesFromStart('mediaServer', before)).to.deep.equal([]);
    expect(await differencesFromStart('controller', before)).to.deep.equal([]);
    const after = settings({ servers: { http: [{ address: '192.0.2.1', port: 80 }] }, log: { level: 'debug' } });
    const [listeners, ...none] = await differencesFromStart('mediaServer', after);
    expect([listeners?.setting, none]).to.deep.equal(['servers.http', []]);
    expect(await differencesFromStart('controller', after)).to.deep.equal([
      { setting: 'log.level', running: '"info"', configured: '"debug"' },
    ]);
  });

  it('show nothing of what may hold a credential, and are kept for the user of the daemons alone', async () => {
    const hook = (url: string): object => ({ notify: { channels: [{ kind: 'webhook', name: 'chat', url }] } });
    expect(settingDifferences(hook('https://a/secret'), hook('https://b/secret'))).to.deep.equal([
      { setting: 'notify.channels', running: 'another one', configured: 'another one' },
    ]);
    await rememberStart('controller', settings({}));
    expect((await stat(stateLayout(state).startedWith.controller)).mode & 0o777).to.equal(0o600);
  });

  it('are unknown where another release has started it, or the file is damaged', async () => {
    expect(await differencesFromStart('mediaServer', settings({}))).to.deep.equal([]);
    await writeFile(stateLayout(state).startedWith.mediaServer, 'not json');
    expect(await differencesFromStart('mediaServer', settings({}))).to.deep.equal([]);
  });
});
