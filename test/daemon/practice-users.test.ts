import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startPracticePool } from '../../src/daemon/practice/practice-pool.js';
import { practiceUser } from '../../src/daemon/practice/practice-user.js';

describe('Users of a practice pool', () => {
  it('log in with the password of the file and have the role that they were given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-practice-'));
    const users = [{ name: 'EXAMPLE\\watcher', role: 'read-only' as const }];
    const options = { hosts: 1, vms: 0, release: 'xcp-ng-8.3' as const, speed: 1000, faults: [], haEnabled: false };
    const { simulator, passwordFile } = await startPracticePool({ ...options, users, folder });
    try {
      const password = (await readFile(passwordFile, 'utf8')).trim();
      const handle = (method: string, ...params: string[]): ReturnType<typeof simulator.pool.handle> =>
        simulator.pool.handle('127.0.0.1', method, params);
      const login = await handle('session.login_with_password', 'EXAMPLE\\watcher', password);
      expect(login.Status).to.equal('Success');
      const session = login.Status === 'Success' ? (login.Value as string) : '';
      const host = simulator.pool.host(0).ref;
      expect((await handle('host.get_record', session, host)).Status).to.equal('Success');
      const denied = await handle('host.disable', session, host);
      expect(denied.Status === 'Failure' && denied.ErrorDescription[0]).to.equal('RBAC_PERMISSION_DENIED');
    } finally {
      await simulator.stop();
      await rm(folder, { recursive: true });
    }
  });

  it('are given as NAME=ROLE on the command line, and nothing else', () => {
    const read = (user: string): unknown => practiceUser.safeParse(user);
    expect(read('ops=alice=pool-operator')).to.deep.include({ data: { name: 'ops=alice', role: 'pool-operator' } });
    for (const wrong of ['alice', '=read-only', 'alice=king', 'alice=local-root', 'root=read-only']) {
      expect(read(wrong), wrong).to.include({ success: false });
    }
  });
});
