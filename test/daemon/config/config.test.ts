/** The configuration file: defaults, all errors at once with their places, and what wins over what. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { exampleFile } from '../../../src/daemon/config/example.js';
import { loadSettings, parseSettings, type ConfigProblem } from '../../../src/daemon/config/load.js';
import { resolveSettings } from '../../../src/daemon/config/resolve.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

async function problemsIn(text: string): Promise<readonly ConfigProblem[]> {
  try {
    await parseSettings(text, 'drydock.yaml');
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'CONFIG_INVALID') {
      return error.details.data?.['problems'] as readonly ConfigProblem[];
    }
    throw error;
  }
  throw new Error('nothing was found wrong');
}

describe('configuration file', () => {
  it('may be empty: everything has a default, and listens on loopback only', async () => {
    const settings = await parseSettings('', 'drydock.yaml');

    expect(settings).to.deep.equal(settingsSchema.parse({}));
    expect([...settings.servers.http, ...settings.servers.ftp].map(({ address }) => address)).to.deep.equal([
      '127.0.0.1',
      '127.0.0.1',
    ]);
  });

  it('reports everything that is wrong at once, each with its path and line', async () => {
    const text = [
      'servers:',
      '  htpp: []',
      '  http:',
      '    - address: jumpbox',
      '      port: 99999',
      '    - address: 0.0.0.0',
      'status: 3',
      'log:',
      '  level: loud',
    ].join('\n');

    const found = (await problemsIn(text)).map(({ path, line, message }) => `${String(line)} ${path} ${message}`);

    expect(found).to.have.members([
      '4 servers.http[0].address must be an IPv4 address, such as 192.0.2.10',
      '5 servers.http[0].port must be between 0 and 65535',
      '6 servers.http[1].advertise is needed where address is 0.0.0.0: hosts must be given one address',
      '2 servers.htpp there is no such setting; did you mean http?',
      '9 log.level must be one of debug, info, warn, error, silent',
      '7 status there is no such setting; did you mean state?',
    ]);
  });

  it('names the known settings when nothing similar exists', async () => {
    expect((await problemsIn('frobnicate: 1'))[0]?.message).to.include(
      'known here: media, state, journal, postgres, controllers, servers, dashboard, checks, notify, log, probes, runs, vmPolicies',
    );
  });

  it('names the line of a file that is no YAML', async () => {
    expect((await problemsIn('media:\n  cache: "open\n'))[0]?.line).to.equal(3);
  });

  it('refuses an alias that leads nowhere, or to more than anybody writes', async () => {
    expect(await problemsIn('state: *nowhere\n')).to.have.length(1);
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghijk'
        .split('')
        .map(
          (name, index) =>
            `${name}: &${name} [*${'abcdefghijk'[index] ?? ''}, *${'abcdefghijk'[index] ?? ''}, *${'abcdefghijk'[index] ?? ''}, *${'abcdefghijk'[index] ?? ''}]`,
        ),
    ];
    expect(await problemsIn(`${bomb.join('\n')}\n`)).not.to.be.empty;
  });

  it('refuses a document that is a list', async () => {
    expect(await problemsIn('- 1\n')).to.have.length(1);
  });

  it('refuses a key that stands twice, instead of taking one of the two', async () => {
    expect((await problemsIn('state: a\nstate: b\n'))[0]?.message).to.match(/unique/);
  });

  it('is CONFIG_UNREADABLE when it is not there', async () => {
    const error: unknown = await loadSettings('/nonexistent/drydock.yaml').catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(DrydockError).with.property('code', 'CONFIG_UNREADABLE');
  });
});

describe('example configuration', () => {
  const file = 'config/drydock.example.yaml';

  it('is what the schema says now (npm run docs)', () => {
    expect(readFileSync(file, 'utf8')).to.equal(exampleFile());
  });

  it('means the defaults', async () => {
    expect(await parseSettings(readFileSync(file, 'utf8'), file)).to.deep.equal(settingsSchema.parse({}));
  });
});

describe('settings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-config-'));
    writeFileSync(join(folder, 'c.yaml'), 'state: from-file\nmedia:\n  cache: /srv/media\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('come from flags before environment, environment before file, file before defaults', async () => {
    const flags = { config: join(folder, 'c.yaml') };

    expect((await resolveSettings({}, {}, '/w')).state).to.equal('/w/drydock-state');
    expect((await resolveSettings(flags, {}, '/w')).state).to.equal(join(folder, 'from-file'));
    expect((await resolveSettings(flags, { DRYDOCK_STATE: 'env' }, '/w')).state).to.equal('/w/env');
    expect((await resolveSettings({ ...flags, state: 'flag' }, { DRYDOCK_STATE: 'env' }, '/w')).state).to.equal(
      '/w/flag',
    );
  });

  it('take the file from DRYDOCK_CONFIG, and the store from DRYDOCK_MEDIA_CACHE', async () => {
    const environment = { DRYDOCK_CONFIG: 'c.yaml' };

    expect((await resolveSettings({}, environment, folder)).media.cache).to.equal('/srv/media');
    const other = await resolveSettings({}, { ...environment, DRYDOCK_MEDIA_CACHE: '/m' }, folder);
    expect(other.media.cache).to.equal('/m');
  });

  it('lie in the folder of the service when systemd names one', async () => {
    const settings = await resolveSettings({}, { STATE_DIRECTORY: '/var/lib/drydock' }, '/');

    expect(settings).to.include({ state: '/var/lib/drydock/state' });
    expect(settings.media.cache).to.equal('/var/lib/drydock/media');
  });

  it('take an empty variable for one that is not set', async () => {
    expect((await resolveSettings({}, { DRYDOCK_STATE: '', DRYDOCK_CONFIG: '' }, '/w')).state).to.equal(
      '/w/drydock-state',
    );
  });
});
