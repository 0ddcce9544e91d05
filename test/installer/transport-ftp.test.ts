import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import type { ClientProfile, MediaAnswer, MediaRequest } from '../../src/installer/client-script.js';
import { installerProfile, pluginClient } from '../../src/installer/profiles.js';
import { FtpTransport } from '../../src/installer/transports/ftp.js';
import { openMediaTransport, TransportPerClient } from '../../src/installer/transports/open-transport.js';
import { releases } from '../../src/releases/find-release.js';
import { serveFtp, type FtpSessionRecord, type RunningServer } from '../support/installer-servers.js';

const plugin = pluginClient(releases['xcp-ng-8.2']).profile;
const installer = installerProfile(releases['xcp-ng-8.3']);
const content = Buffer.alloc(500_000, 7);
const tree = new Map([
  ['boot/xen.gz', content],
  ['.treeinfo', Buffer.from('[platform]')],
]);

function ask(path: string, mode: MediaRequest['mode'], session = 0): MediaRequest {
  return { path, mode, phase: 'look-up', retries: 0, client: 'plugin', session };
}

async function exchange(
  profile: ClientProfile,
  requests: readonly MediaRequest[],
  options: { refuse?: (line: string) => string | undefined; user?: string } = {},
): Promise<{ answers: MediaAnswer[]; server: RunningServer<FtpSessionRecord> }> {
  const server = await serveFtp(tree, options.refuse);
  const transport = new FtpTransport(`ftp://${options.user ?? ''}127.0.0.1:${server.port}/media/`, profile);
  const answers: MediaAnswer[] = [];
  try {
    for (const request of requests) answers.push(await transport.request(request));
  } finally {
    await transport.close();
    await server.close();
  }
  return { answers, server };
}

/** A server whose control connection is driven by hand. */
async function bareServer(talk: (socket: Socket) => void): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

describe('The FTP transport asks like the real clients', () => {
  it('reads a file whole', async () => {
    const { answers } = await exchange(plugin, [ask('boot/xen.gz', 'read')]);
    const [answer] = answers;
    expect(answer?.outcome === 'found' && content.equals(answer.body!)).to.equal(true);
  });

  it('keeps one control connection until the script begins a new session', async () => {
    const { server } = await exchange(plugin, [
      ask('.treeinfo', 'probe'),
      ask('boot/xen.gz', 'probe'),
      ask('.treeinfo', 'read', 1),
    ]);
    expect(server.seen.map((session) => session.lines.at(-1))).to.deep.equal(['QUIT', 'QUIT']);
    expect(server.seen[0]?.lines).to.include.members(['CWD media/', 'SIZE .treeinfo', 'SIZE boot/xen.gz']);
  });

  it('takes a server that refuses SIZE without TYPE I as one without the file (media-and-clients.md 0.10)', async () => {
    const refuse = (line: string): string | undefined =>
      line.startsWith('SIZE') ? '550 SIZE not allowed in ASCII mode.' : undefined;
    const { answers } = await exchange(plugin, [ask('.treeinfo', 'probe')], { refuse });
    expect(answers).to.deep.equal([{ outcome: 'missing', status: 550 }]);
  });

  it('sends the user and the decoded password of the URL', async () => {
    const { server } = await exchange(plugin, [ask('.treeinfo', 'probe')], { user: 'anna:p%40ss@' });
    expect(server.seen[0]?.lines.slice(0, 2)).to.deep.equal(['USER anna', 'PASS p@ss']);
  });

  it('counts a refused login as missing', async () => {
    const refuse = (line: string): string | undefined => (line.startsWith('PASS') ? '530 No.' : undefined);
    for (const profile of [plugin, installer]) {
      const { answers } = await exchange(profile, [ask('.treeinfo', 'read')], { refuse });
      expect(answers).to.deep.equal([{ outcome: 'missing', status: 530 }]);
    }
  });

  it('reports a probe by a dropped transfer as found, and the server is told nothing more', async () => {
    const { answers, server } = await exchange(installer, [ask('boot/xen.gz', 'probe')]);
    expect(answers).to.deep.equal([{ outcome: 'found', size: content.length }]);
    expect(server.seen[0]?.lines.at(-1)).to.equal('RETR xen.gz');
  });

  it('counts a transfer that the server breaks off as failed', async () => {
    const refuse = (line: string): string | undefined =>
      line.startsWith('RETR') ? '150 Opening.\r\n426 Aborted.' : undefined;
    const server = await serveFtp(tree, refuse);
    const transport = new FtpTransport(`ftp://127.0.0.1:${server.port}/media/`, plugin, { silenceLimit: 100 });
    const answer = await transport.request(ask('.treeinfo', 'read'));
    await transport.close();
    await server.close();
    expect(answer.outcome).to.equal('failed');
  });

  it('gives a silent server up after its limit', async () => {
    const server = await bareServer(() => undefined);
    const transport = new FtpTransport(`ftp://127.0.0.1:${server.port}/`, plugin, { silenceLimit: 50 });
    expect(await transport.request(ask('.treeinfo', 'read'))).to.deep.equal({
      outcome: 'failed',
      reason: 'no answer for 50 ms',
    });
    server.close();
  });

  it('names the reply of a server that is not ready', async () => {
    const server = await bareServer((socket) => socket.write('421 Too many users.\r\n'));
    const transport = new FtpTransport(`ftp://127.0.0.1:${server.port}/`, plugin);
    const answer = await transport.request(ask('.treeinfo', 'read'));
    server.close();
    expect(answer.outcome === 'failed' && answer.reason).to.match(/FTP_REPLY_UNEXPECTED.*421 Too many users/);
  });

  it('stops when told to', async () => {
    const server = await bareServer(() => undefined);
    const stop = new AbortController();
    const transport = new FtpTransport(`ftp://127.0.0.1:${server.port}/`, plugin, { signal: stop.signal });
    const answer = transport.request(ask('.treeinfo', 'read'));
    stop.abort();
    expect((await answer).outcome).to.equal('failed');
    server.close();
  });
});

describe('A transport for each program of a host', () => {
  it('is opened when its program first asks, and closed with the others', async () => {
    const server = await serveFtp(tree);
    const opened: string[] = [];
    const transport = new TransportPerClient((role) => {
      opened.push(role);
      return openMediaTransport(`ftp://127.0.0.1:${server.port}/media/`, role === 'plugin' ? plugin : installer);
    });
    await transport.request(ask('.treeinfo', 'probe'));
    await transport.request(ask('boot/xen.gz', 'probe'));
    expect(opened).to.deep.equal(['plugin']);
    await transport.request({ ...ask('.treeinfo', 'read'), client: 'installer' });
    expect(opened).to.deep.equal(['plugin', 'installer']);
    await transport.close();
    await server.close();
  });
});
