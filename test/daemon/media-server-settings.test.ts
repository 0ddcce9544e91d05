/** What guards the media server, as far as the configuration and the start can tell that something is wrong with it. */
import { closeSync, readFileSync, writeSync } from 'node:fs';
import { link, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parseSettings, type ConfigProblem } from '../../src/daemon/config/load.js';
import { resolveSettings } from '../../src/daemon/config/resolve.js';
import {
  becomeUser,
  handOverFolder,
  userToBecome,
  type ProcessIdentity,
} from '../../src/daemon/media-server/run-as.js';
import { openLog } from '../../src/daemon/media-server/open-log.js';
import { serverUsers } from '../../src/daemon/media-server/server-users.js';
import { readTlsFiles } from '../../src/daemon/media-server/tls-server.js';
import type { Endpoint } from '../../src/contract/media-server.js';
import { guardSettingsSchema } from '../../src/daemon/config/guard-settings.js';
import { warnOfPasswordPorts } from '../../src/daemon/media-server/password-ports.js';
import type { ProcessSettings } from '../../src/daemon/media-server/settings.js';
import { silentLogger } from '../../src/shared/logger.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { codeOf } from '../support/servers-errors.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

async function problems(text: string): Promise<string[]> {
  try {
    await parseSettings(text, 'drydock.yaml');
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return (error.details.data?.['problems'] as readonly ConfigProblem[]).map(
      ({ path, message }) => `${path} ${message}`,
    );
  }
  return [];
}

describe('Settings that guard the servers', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-settings-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('refuse what cannot be meant, each with its place', async () => {
    const users = 'users: [{ name: ops, passwordFile: f }]';
    const cases: [string, RegExp][] = [
      [
        'servers: { access: { addresses: [192.0.2.1/24] } }',
        /access\.addresses\[0\] must be an IPv4 address or network/,
      ],
      [
        'servers: { access: { users: [{ name: ops }] } }',
        /access\.users\[0\] needs one of passwordFile, passwordEnvironment and passwordCredential/,
      ],
      ['servers: { access: { users: [{ name: ops, password: x }] } }', /password there is no such setting/],
      ['servers: { access: { users: [{ name: ftp, passwordFile: f }] } }', /users\[0\]\.name is the name of those/],
      ['servers: { access: { users: [{ name: "a:b", passwordFile: f }] } }', /users\[0\]\.name must have 1 to 64/],
      ['servers: { access: { password: plain-path } }', /access\.users must name somebody/],
      [`servers: { access: { password: everything, ${users} } }`, /http\[0\]\.port must be 80 where access\.password/],
      ['servers: { https: [{ address: 127.0.0.1 }] }', /tls\.certificate is needed by the HTTPS listeners/],
      ['servers: { passivePorts: 50100-50000 }', /passivePorts must be two ports/],
      ['servers: { passivePorts: 0-70000 }', /passivePorts must be two ports/],
      ['servers: { limits: { headerTimeout: 0 } }', /headerTimeout must be between 1 and 3600/],
      ['servers: { limits: { rate: 0.5 } }', /limits\.rate must be 0, or at least 1/],
      ['servers: { runAs: "root; id" }', /runAs must be the name of a user/],
      ['servers: { accessLog: { keep: 1000 } }', /accessLog\.keep must be between 0 and 100/],
    ];
    for (const [text, expected] of cases) expect((await problems(text)).join('\n'), text).to.match(expected);
    expect(
      await problems(`servers: { http: [{ port: 80 }], access: { password: everything, ${users} } }`),
    ).to.deep.equal([]);
    expect(await problems(`servers: { access: { password: plain-path, ${users} } }`)).to.deep.equal([]);
  });

  it('count the files that they name from the folder of the configuration file', async () => {
    const config = join(folder, 'drydock.yaml');
    const text =
      'servers: { tls: { certificate: a.pem, key: /b.key }, access: { users: [{ name: ops, passwordFile: p }] } }';
    await writeFile(config, text);
    const { servers } = await resolveSettings({ config }, {}, '/');
    expect(servers.tls).to.deep.equal({ certificate: join(folder, 'a.pem'), key: '/b.key' });
    expect(servers.access.users[0]?.passwordFile).to.equal(join(folder, 'p'));
  });

  it('take passwords from the first line of a file or from a variable, and show them to nobody', async () => {
    const file = join(folder, 'password');
    await writeFile(file, 'from file\nsecond line\n');
    const users = serverUsers(
      [
        { name: 'a', passwordFile: file },
        { name: 'b', passwordEnvironment: 'OPS' },
      ],
      { OPS: 'x' },
    );
    expect(users.map(({ password }) => password.reveal())).to.deep.equal(['from file', 'x']);
    expect(JSON.stringify(users)).not.to.match(/from file/);
  });

  it('are USER_PASSWORD_UNREADABLE where a password is not there, or empty', async () => {
    const empty = join(folder, 'empty');
    await writeFile(empty, '\n');
    for (const user of [
      { name: 'a', passwordFile: join(folder, 'missing') },
      { name: 'a', passwordFile: empty },
      { name: 'a', passwordEnvironment: 'NOT_SET' },
    ]) {
      expect(() => serverUsers([user], {}))
        .to.throw(DrydockError)
        .with.property('code', 'USER_PASSWORD_UNREADABLE');
    }
  });

  it('are TLS_FILES_UNUSABLE where a certificate or key is missing, or is none', async () => {
    const none = join(folder, 'none.pem');
    await writeFile(none, 'no PEM');
    for (const files of [
      { certificate: none, key: none },
      { certificate: join(folder, 'missing'), key: none },
      { certificate: fixture('host.pem'), key: fixture('other.key') },
    ]) {
      expect(() => readTlsFiles(files))
        .to.throw(DrydockError)
        .with.property('code', 'TLS_FILES_UNUSABLE');
    }
  });

  it('warn of ports to which hosts send no password, where one is asked for', () => {
    const endpoint = (protocol: 'http' | 'https' | 'ftp', port: number): Endpoint => ({
      protocol,
      address: '192.0.2.1',
      port,
    });
    const endpoints = [
      ...[endpoint('http', 80), endpoint('http', 8080), endpoint('https', 443), endpoint('https', 8443)],
      ...[endpoint('ftp', 21), endpoint('ftp', 2121)],
    ];
    const warnings: unknown[] = [];
    const texts: string[] = [];
    const warn = (fields: object, text: string): void => {
      warnings.push(fields);
      texts.push(text);
    };
    const logger = { ...silentLogger, warn };
    const settings = (password: 'nothing' | 'plain-path' | 'everything'): ProcessSettings => ({
      ...{ stateFolder: '', mediaCache: '', endpoints, publicMedia: true, runAs: null, logLevel: 'info' },
      guards: guardSettingsSchema.parse({ access: { password } }),
    });
    warnOfPasswordPorts(settings('nothing'), logger);
    expect(warnings).to.deep.equal([]);
    warnOfPasswordPorts(settings('plain-path'), logger);
    expect(warnings).to.deep.equal([{ ports: [8080, 8443] }]);
    warnOfPasswordPorts(settings('everything'), logger);
    expect(texts[0]).to.match(/their own addresses are not$/);
    expect(texts[1]).to.match(/their own addresses as well/);
  });

  it('let the log be opened through no link of either kind, and what stands in it stays', async () => {
    const precious = join(folder, 'precious');
    await writeFile(precious, 'kept');
    await symlink(precious, join(folder, 'linked.log'));
    await link(precious, join(folder, 'second-name.log'));
    for (const name of ['linked.log', 'second-name.log']) {
      expect(() => openLog(join(folder, name)))
        .to.throw(DrydockError)
        .with.property('code', 'FILE_WRITE_FAILED');
    }
    const path = join(folder, 'media-server.log');
    await writeFile(path, 'before\n');
    const log = openLog(path);
    writeSync(log, 'after\n');
    closeSync(log);
    expect(readFileSync(path, 'utf8')).to.equal('before\nafter\n');
  });

  describe('with another user to run as', () => {
    const user = { name: 'drydock', uid: 990, gid: 991, groups: [991, 992] };
    function identity(overrides: Partial<ProcessIdentity> = {}): ProcessIdentity & { calls: string[] } {
      const calls: string[] = [];
      let uid = 0;
      return {
        calls,
        getuid: () => uid,
        setgroups: (groups) => void calls.push(`setgroups ${groups.join(' ')}`),
        setgid: (group) => void calls.push(`setgid ${group}`),
        setuid: (id) => {
          calls.push(`setuid ${id}`);
          if (uid !== 0) throw new Error('EPERM');
          uid = id;
        },
        ...overrides,
      };
    }

    it('give up the groups first, then the group, then the user, and try whether it can be taken back', () => {
      const process = identity();
      becomeUser(user, process);
      expect(process.calls).to.deep.equal(['setgroups 991 992', 'setgid 991', 'setuid 990', 'setuid 0']);
      expect(process.getuid()).to.equal(990);
    });

    it('change nothing where the process is that user already', () => {
      const process = identity({ getuid: () => 990 });
      becomeUser(user, process);
      expect(process.calls).to.deep.equal([]);
    });

    it('are RUN_AS_IMPOSSIBLE where it fails, or where the rights of root could be taken back', () => {
      const refusing = identity({
        setgid: () => {
          throw new Error('EPERM');
        },
      });
      for (const process of [refusing, identity({ setuid: () => undefined })]) {
        expect(() => becomeUser(user, process))
          .to.throw(DrydockError)
          .with.property('code', 'RUN_AS_IMPOSSIBLE');
      }
      expect(refusing.calls).not.to.include('setuid 990');
    });

    it('are RUN_AS_UNKNOWN before anything is started where there is no such user', async () => {
      expect(await codeOf(userToBecome('no-such-user-here', 0))).to.equal('RUN_AS_UNKNOWN');
    });

    it('are RUN_AS_IMPOSSIBLE where an ordinary user is told to become another, and nothing where it is the same', async () => {
      expect(await codeOf(userToBecome('root', 1234))).to.equal('RUN_AS_IMPOSSIBLE');
      const { username, uid } = userInfo();
      expect(await userToBecome(username, uid)).to.equal(null);
      expect(await userToBecome(undefined)).to.equal(null);
    });

    it('hand over the own files of the media server, and nothing that a link leads to', async () => {
      const own = join(folder, 'media-server');
      await writeFile(join(folder, 'journal'), 'x', { mode: 0o600 });
      await rm(own, { recursive: true, force: true });
      await mkdir(own, { mode: 0o700 });
      await writeFile(join(own, 'grants.log'), '');
      await symlink(join(folder, 'journal'), join(own, 'link'));
      const { uid, gid } = userInfo();
      const other = uid === 0 ? { name: 'x', uid: 65534, gid: 65534, groups: [] } : { name: 'x', uid, gid, groups: [] };
      handOverFolder(folder, own, other);
      expect((await stat(join(own, 'grants.log'))).uid).to.equal(other.uid);
      expect((await stat(own)).uid).to.equal(other.uid);
      expect((await stat(join(folder, 'journal'))).uid).to.equal(uid);
      expect((await stat(folder)).mode & 0o010).to.equal(0o010);
    });
  });
});
