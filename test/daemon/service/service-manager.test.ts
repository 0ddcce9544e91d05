/** What the service manager is told: in order, and without being held up by a manager that does not answer. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { serviceManager } from '../../../src/daemon/service/service-manager.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('The service manager', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-notify-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('that does not take a word is given up after five seconds, and told the next one', async () => {
    const program = join(folder, 'notify');
    // exec: ending it ends all of it.
    await writeFile(program, `#!/bin/sh\necho "$1" >>'${folder}/told'\ncase $1 in READY*) exec sleep 30;; esac\n`);
    await chmod(program, 0o755);
    const clock = new VirtualClock();
    const errors: string[] = [];
    const logger = { ...silentLogger, error: (_fields: object, message: string) => void errors.push(message) };
    const manager = serviceManager({ NOTIFY_SOCKET: '/nowhere' }, logger, { clock, program });
    manager.tell('READY=1');
    manager.tell('STOPPING=1');
    const told = (): Promise<string> => readFile(join(folder, 'told'), 'utf8').catch(() => '');
    const until = async (text: string): Promise<void> => {
      for (let tries = 0; (await told()) !== text; tries++) {
        if (tries > 500) throw new Error(`told was: ${await told()}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await until('READY=1\n');
    await clock.advance(4999);
    expect(errors).to.deep.equal([]);
    await clock.advance(1);
    await until('READY=1\nSTOPPING=1\n');
    expect(errors).to.deep.equal(['the service manager could not be told: systemd-notify does not end']);
  });
});
