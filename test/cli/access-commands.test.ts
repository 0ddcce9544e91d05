/** The commands about people, tokens, the audit and the link to the dashboard. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { controlApp } from '../../src/contract/api/app.js';
import { noAudit } from '../../src/contract/api/door.js';
import { serveOnSocket, socketDoor } from '../../src/contract/control-server.js';
import { runCli } from '../support/cli-surroundings.js';

const password = 'correct horse battery';

describe('commands about access', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-cli-'));
    writeFileSync(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (argv: readonly string[], answers: readonly string[] = []) =>
    runCli(argv, { workingFolder: folder, answers });
  const json = async (...argv: string[]): Promise<Record<string, unknown>> =>
    JSON.parse((await run([...argv, '--json'])).stdout) as Record<string, unknown>;

  it('let somebody in with a password that is asked for twice, and never shown', async () => {
    const added = await run(['user', 'add', 'anna', '--role', 'operator'], [password, password]);

    expect(added.exitCode).to.equal(0);
    expect((await json('user', 'list'))['people']).to.have.length(1);
    const everything =
      (await run(['user', 'list'])).stdout + readFileSync(join(folder, 'drydock-state', 'access.json'), 'utf8');
    expect(everything).to.include('anna').and.not.include(password);
  });

  it('refuse two different passwords, a weak one, a name that is taken, and nobody to ask', async () => {
    expect((await run(['user', 'add', 'anna', '--role', 'viewer'], [password, 'another one here'])).exitCode).to.equal(
      2,
    );
    expect((await run(['user', 'add', 'anna', '--role', 'viewer'], ['short', 'short'])).stderr).to.include(
      'PASSWORD_TOO_WEAK',
    );
    expect((await run(['user', 'add', 'anna', '--role', 'viewer'])).exitCode).to.equal(2);
    expect((await run(['user', 'add', 'anna', '--role', 'king', '--password-file', 'password'])).exitCode).to.equal(2);
    expect((await run(['user', 'password', 'bob', '--password-file', 'password'])).stderr).to.include('ACCESS_UNKNOWN');
    expect((await json('user', 'list'))['people']).to.deep.equal([]);
  });

  it('change and remove people, and keep who did it', async () => {
    await run(['user', 'add', 'anna', '--role', 'viewer', '--password-file', 'password']);
    await run(['user', 'role', 'anna', '--role', 'operator']);
    await run(['user', 'password', 'anna', '--password-file', 'password']);
    await run(['user', 'remove', 'anna']);
    const { records } = (await json('audit')) as { records: { who: string; action: string; detail: string }[] };

    expect(records.map(({ who, action }) => `${who} ${action}`)).to.deep.equal([
      'operator@jumpbox user.remove',
      'operator@jumpbox user.password',
      'operator@jumpbox user.role',
      'operator@jumpbox user.add',
    ]);
    expect((await run(['audit'])).stdout)
      .to.include('user.role')
      .and.not.include(password);
  });

  it('show a token once, and end it', async () => {
    const { token } = await json('token', 'add', 'ci', '--role', 'viewer', '--days', '30');

    expect(token).to.match(/^drydock_/);
    const list = (await run(['token', 'list'])).stdout;
    expect(list).to.include('ci').and.include(String(token).slice(0, 14)).and.not.include(String(token));
    expect((await run(['token', 'revoke', 'ci'])).exitCode).to.equal(0);
    expect((await run(['token', 'list'])).stdout).to.include('no tokens');
    expect(JSON.stringify(await json('audit'))).to.not.include(String(token));
  });

  it('print a link for whoever calls, and say how a browser elsewhere reaches it', async () => {
    let by = '';
    const app = controlApp({
      ...{ door: socketDoor, audit: noAudit },
      handlers: {
        makeLink: (_input, context) => {
          ({ by } = context);
          return Promise.resolve({ url: 'http://127.0.0.1:8743/#/sign-in/x', expiresAt: Date.now() + 300_000 });
        },
      },
    });
    await run(['user', 'list']);
    const server = await serveOnSocket(app, join(folder, 'controller.sock'));
    const { stdout } = await runCli(['dashboard', '--state', '.'], { workingFolder: folder });
    await server.close();

    expect(by).to.equal('operator@jumpbox');
    expect(stdout).to.include('http://127.0.0.1:8743/#/sign-in/x').and.include('ssh -L 8743:127.0.0.1:8743');
  });

  it('list who is signed in, and end one session, or all of a name', async () => {
    const open = new Map([
      ['aaaaaaaaaaaa', 'anna'],
      ['bbbbbbbbbbbb', 'ben'],
      ['cccccccccccc', 'ben'],
    ]);
    const times = { createdAt: 0, lastUsedAt: 60_000, endsAt: 43_200_000, idleEndsAt: 3_660_000 };
    const shown = (id: string) => ({
      ...{ id, name: open.get(id) ?? '', role: 'operator' as const, kind: 'link' as const, from: '192.0.2.40' },
      ...{ ...times, own: false },
    });
    const handlers = {
      listSessions: () => Promise.resolve({ sessions: [...open.keys()].map(shown) }),
      endSession: ({ id }: { id: string }) => {
        const ended = shown(id);
        open.delete(id);
        return Promise.resolve({ ended });
      },
    };
    mkdirSync(join(folder, 'drydock-state'));
    const server = await serveOnSocket(
      controlApp({ handlers, door: socketDoor, audit: noAudit }),
      join(folder, 'drydock-state', 'controller.sock'),
    );
    try {
      const list = (await run(['session', 'list'])).stdout;
      expect(list).to.include('aaaaaaaaaaaa').and.include('192.0.2.40').and.include('1970-01-01 01:01 UTC');
      expect((await run(['session', 'end', 'aaaaaaaaaaaa'])).stdout).to.include('anna');
      expect((await json('session', 'end', '--of', 'ben'))['ended']).to.have.length(2);
      expect((await run(['session', 'list'])).stdout).to.include('nobody is signed in');
      expect((await run(['session', 'end', '--of', 'ben'])).stderr).to.include('SESSION_UNKNOWN');
      expect((await run(['session', 'end'])).exitCode).to.equal(2);
      expect((await run(['session', 'end', 'aaaaaaaaaaaa', '--of', 'ben'])).exitCode).to.equal(2);
    } finally {
      await server.close();
    }
  });

  it('say what to do where no controller runs', async () => {
    expect((await run(['dashboard'])).stderr).to.include('CONTROLLER_NOT_RUNNING');
  });
});
