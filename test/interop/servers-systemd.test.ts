/**
 * The service beside systemd's own programs: its unit files, its socket activation, its notifications. systemd itself
 * cannot run in a container; `systemd-socket-activate` hands over real sockets in the same way.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePort } from '../bench/peer-process.js';
import { run } from '../media-builder/programs.js';
import { requirePrograms } from '../support/media-interop.js';
import { fetchUntil, Tally } from '../support/servers-fetch-loop.js';
import { RawFtp } from '../support/servers-ftp.js';
import { armedPath, request } from '../support/servers-http.js';
import { waitForEnd } from '../support/servers-process.js';
import { exitOf, TestService } from '../support/servers-service.js';

const units = fileURLToPath(new URL('../../packaging/systemd/', import.meta.url));

/** What a service manager does: the service again and again, behind the same sockets, with a moment between. */
const manager = `while :; do sh -c 'LISTEN_PID=$$; export LISTEN_PID; exec "$@"' sh "$@"; sleep 0.7; done`;

/** A service manager's end of NOTIFY_SOCKET: each message, a line. */
const receiver = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1])
print('listening', flush=True)
while True:
    print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
`;

describe('The service and systemd', function () {
  this.timeout(60_000);
  before(function () {
    requirePrograms(this, ['systemd-analyze', 'systemd-socket-activate', 'systemd-notify', 'python3']);
  });

  it('has unit files in which systemd finds nothing to complain about', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-units-'));
    try {
      for (const name of (await readdir(units)).filter((file) => /\.(service|socket)$/.test(file))) {
        const text = await readFile(join(units, name), 'utf8');
        await writeFile(join(folder, name), text.replaceAll('/usr/bin/node ', `${process.execPath} `));
      }
      const names = (await readdir(folder)).map((name) => join(folder, name));
      expect(names.length).to.equal(4);
      const verify = (): Promise<string> =>
        run('sh', ['-c', 'systemd-analyze verify "$@" 2>&1', 'sh', ...names]).then(String);
      expect(aboutOurs(await verify(), folder)).to.deep.equal([]);
      // The same look finds a setting that systemd does not know.
      await writeFile(join(folder, 'drydock-media.service'), '[Service]\nExecStart=/bin/true\nStopNever=yes\n');
      expect(aboutOurs(await verify(), folder).join()).to.include('StopNever');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is restarted behind its sockets: what connects while nothing runs is answered, and no fetch fails', async () => {
    const [http, ftp] = [await freePort(), await freePort()];
    const service = await TestService.prepare(http, ftp);
    const done = new AbortController();
    try {
      const listen = [http, ftp].flatMap((port) => ['--listen', `127.0.0.1:${port}`]);
      const activate = ['systemd-socket-activate', ...listen, '--fdname=http:ftp'];
      service.start([...activate, 'sh', '-c', manager, 'sh', ...service.words]);
      await service.says('Listening on');
      // The first connection starts it.
      expect((await request(http, '/media/synth/EULA')).status).to.equal(200);
      const tally = new Tally();
      const fetched = { httpPort: http, catalogue: service.store.catalogue };
      const large = 'Packages/kernel-6.6-1.x86_64.rpm';
      const clients = ['.treeinfo', large].map((name) =>
        fetchUntil(done.signal, fetched, '/media/synth/', [name, 'boot/xen.gz'], tally),
      );
      for (let restart = 0; restart < 2; restart++) {
        const { supervisor } = await service.processes();
        process.kill(supervisor, 'SIGTERM');
        await waitForEnd(supervisor);
        // Nothing runs now, and nothing will for half a second.
        const began = Date.now();
        const [page, session] = await Promise.all([request(http, '/media/synth/EULA'), RawFtp.open(ftp)]);
        expect(Date.now() - began, 'it waited for the next one').to.be.greaterThan(300);
        expect(page.status).to.equal(200);
        expect(await session.code('SIZE /media/synth/EULA')).to.equal('213');
        await session.ask('QUIT');
        expect((await service.processes(supervisor)).supervisor).not.to.equal(supervisor);
        await tally.reaches(tally.answered + 8);
      }
      done.abort();
      await Promise.all(clients);
      expect(tally.failures).to.deep.equal([]);
    } finally {
      done.abort();
      await service.remove();
    }
  });

  it('refuses sockets whose names it does not know', async () => {
    const port = await freePort();
    const service = await TestService.prepare();
    try {
      const words = ['systemd-socket-activate', '--listen', `127.0.0.1:${port}`, '--fdname=smtp', ...service.words];
      const child = service.start(words);
      await service.says('Listening on');
      const connection = request(port, '/').catch(() => undefined);
      expect(await exitOf(child)).to.equal(3);
      await connection;
      expect(service.output).to.include('LISTEN_FDNAMES').and.to.include('smtp');
    } finally {
      await service.remove();
    }
  });

  it('tells when it is ready, asks for more time while a host may be installing, and says that it stops', async () => {
    const service = await TestService.prepare();
    const socket = join(service.store.folder, 'notify');
    const listener = spawn('python3', ['-c', receiver, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    listener.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const tells = async (text: string): Promise<void> => {
      for (let tries = 0; !told.includes(text); tries++) {
        if (tries > 500) throw new Error(`"${text}" was not told:\n${told}\n${service.output}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    try {
      await tells('listening');
      const child = service.start(service.words, { NOTIFY_SOCKET: socket });
      await tells('READY=1 STATUS=http://127.0.0.1:');
      await armedPath(service.client, { id: 'g' });
      child.kill('SIGTERM');
      await tells('EXTEND_TIMEOUT_USEC=60000000 STATUS=asked to stop; waits');
      expect(told).not.to.include('STOPPING=1');
      await service.client.changeGrant('g', { state: 'ended', epoch: 1, reason: 'proven' });
      await tells('STOPPING=1');
      expect(await exitOf(child)).to.equal(0);
    } finally {
      listener.kill();
      await once(listener, 'exit');
      await service.remove();
    }
  });
});

/** Lines about our units, and not about those of this machine. */
function aboutOurs(output: string, folder: string): string[] {
  return output.split('\n').filter((line) => line.includes(folder) || line.includes('drydock'));
}
