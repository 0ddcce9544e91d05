import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { ClientProfile, MediaRequest } from '../../src/installer/client-script.js';
import { installerProfile, packageManagerProfile, pluginClient } from '../../src/installer/profiles.js';
import { HttpTransport } from '../../src/installer/transports/http.js';
import { openMediaTransport } from '../../src/installer/transports/open-transport.js';
import { httpTarget, parseSourceAddress } from '../../src/installer/transports/source-address.js';
import { releases } from '../../src/releases/find-release.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { serveHttp, type Interceptor, type RecordedGet, type RunningServer } from '../support/installer-servers.js';

const plugin = pluginClient(releases['xcp-ng-8.2']).profile;
const installer = installerProfile(releases['xcp-ng-8.3']);
const dnf = { ...packageManagerProfile(releases['xcp-ng-8.3']), userAgent: 'libdnf' };
const tree = new Map([
  ['boot/xen.gz', Buffer.alloc(3_000_000, 1)],
  ['.treeinfo', Buffer.from('[platform]')],
  ['repodata/repomd.xml', Buffer.from('<repomd/>')],
  ['Packages/a+b~1.rpm', Buffer.from('rpm')],
]);

function ask(path: string, mode: MediaRequest['mode']): MediaRequest {
  return { path, mode, phase: 'look-up', retries: 0, client: 'installer', session: 0 };
}

async function withServer(
  intercept: Interceptor | undefined,
  use: (server: RunningServer<RecordedGet>) => Promise<void>,
): Promise<void> {
  const server = await serveHttp(tree, '/i/grant/', intercept);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

async function once(server: { port: number }, profile: ClientProfile, request: MediaRequest, user = '') {
  const transport = new HttpTransport(`http://${user}127.0.0.1:${server.port}/i/grant/`, profile, {
    silenceLimit: 2000,
  });
  try {
    return await transport.request(request);
  } finally {
    await transport.close();
  }
}

describe('The HTTP transport asks like the real clients', () => {
  it("sends urllib's headers in urllib's order, one connection for each file", async () => {
    await withServer(undefined, async (server) => {
      const transport = new HttpTransport(`http://127.0.0.1:${server.port}/i/grant/`, plugin);
      await transport.request(ask('.treeinfo', 'read'));
      await transport.request(ask('.treeinfo', 'read'));
      await transport.close();
      expect(server.seen[0]?.headers).to.deep.equal([
        'Accept-Encoding',
        'identity',
        'Host',
        `127.0.0.1:${server.port}`,
        'Connection',
        'close',
        'User-Agent',
        'Python-urllib/2.7',
      ]);
      expect(server.seen[0]?.port).to.not.equal(server.seen[1]?.port);
    });
  });

  it('keeps the connection for dnf, and asks for a fresh repomd.xml', async () => {
    await withServer(undefined, async (server) => {
      const transport = new HttpTransport(`http://127.0.0.1:${server.port}/i/grant/`, dnf);
      await transport.request(ask('repodata/repomd.xml', 'read'));
      await transport.request(ask('missing', 'read'));
      await transport.request(ask('.treeinfo', 'read'));
      await transport.close();
      expect(new Set(server.seen.map((get) => get.port)).size).to.equal(1);
      expect(server.seen[0]?.headers).to.include.members(['Cache-Control', 'no-cache']);
      expect(server.seen[2]?.headers).to.not.include('Cache-Control');
    });
  });

  it('probes by a whole GET that it drops once the head is there', async () => {
    let sent = 0;
    let closed: Promise<void> = Promise.resolve();
    const slow: Interceptor = (_request, response) => {
      const body = tree.get('boot/xen.gz')!;
      response.writeHead(200, { 'Content-Length': body.length });
      response.write(body.subarray(0, 1000));
      sent = 1000;
      closed = new Promise((resolve) => response.on('close', resolve));
      return true;
    };
    await withServer(slow, async (server) => {
      expect(await once(server, plugin, ask('boot/xen.gz', 'probe'))).to.deep.equal({
        outcome: 'found',
        size: 3_000_000,
      });
      await closed;
      expect(sent).to.equal(1000);
    });
  });

  it('reads a file whole, and says which status a missing one has', async () => {
    await withServer(undefined, async (server) => {
      const found = await once(server, plugin, ask('boot/xen.gz', 'read'));
      expect(found.outcome === 'found' && found.body?.length).to.equal(3_000_000);
      expect(await once(server, plugin, ask('no', 'read'))).to.deep.equal({ outcome: 'missing', status: 404 });
    });
  });

  it('counts a transfer that ends early as failed', async () => {
    const cut: Interceptor = (request, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half', () => request.socket.destroy());
      return true;
    };
    await withServer(cut, async (server) => {
      expect((await once(server, plugin, ask('.treeinfo', 'read'))).outcome).to.equal('failed');
    });
  });

  it('counts a refused connection as failed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect((await once({ port }, plugin, ask('.treeinfo', 'read'))).outcome).to.equal('failed');
  });

  it('gives a silent server up after its limit, and at once when told to stop', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const impatient = new HttpTransport(`http://127.0.0.1:${port}/`, plugin, { silenceLimit: 50 });
    expect(await impatient.request(ask('.treeinfo', 'read'))).to.deep.equal({
      outcome: 'failed',
      reason: 'no answer for 50 ms',
    });
    const stop = new AbortController();
    const stopped = new HttpTransport(`http://127.0.0.1:${port}/`, plugin, { signal: stop.signal });
    const answer = stopped.request(ask('.treeinfo', 'read'));
    stop.abort();
    expect((await answer).outcome).to.equal('failed');
    server.close();
  });

  it('bears a slow body for as long as something comes', async () => {
    const slow: Interceptor = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 6 });
      let left = 6;
      const timer = setInterval(() => {
        response.write('x');
        if (--left === 0) {
          clearInterval(timer);
          response.end();
        }
      }, 60);
      return true;
    };
    await withServer(slow, async (server) => {
      const transport = new HttpTransport(`http://127.0.0.1:${server.port}/`, plugin, { silenceLimit: 250 });
      expect((await transport.request(ask('.treeinfo', 'read'))).outcome).to.equal('found');
      await transport.close();
    });
  });

  it('follows redirections, also to another server', async () => {
    await withServer(undefined, async (target) => {
      const elsewhere: Interceptor = (request, response) => {
        response.writeHead(302, { Location: `http://127.0.0.1:${target.port}${request.url ?? ''}` }).end();
        return true;
      };
      await withServer(elsewhere, async (server) => {
        const found = await once(server, plugin, ask('.treeinfo', 'read'));
        expect(found.outcome === 'found' && found.body?.toString()).to.equal('[platform]');
      });
    });
  });

  it('gives up after ten redirections', async () => {
    const loop: Interceptor = (request, response) => {
      response.writeHead(302, { Location: request.url ?? '' }).end();
      return true;
    };
    await withServer(loop, async (server) => {
      expect(await once(server, plugin, ask('.treeinfo', 'read'))).to.deep.equal({ outcome: 'missing', status: 302 });
      expect(server.seen.length).to.equal(11);
    });
  });
});

describe('HTTP Basic is answered as each client does it', () => {
  const demand: Interceptor = (request, response) => {
    if (request.headers.authorization === `Basic ${Buffer.from('u:p@ss').toString('base64')}`) return false;
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="media"', 'Content-Length': 0 }).end();
    return true;
  };

  it('never on an odd port by host libraries and installers before 2025 (media-and-clients.md 0.7)', async () => {
    await withServer(demand, async (server) => {
      const answer = await once(server, plugin, ask('.treeinfo', 'read'), 'u:p%40ss@');
      expect(answer).to.deep.equal({ outcome: 'missing', status: 401 });
      expect(server.seen.length).to.equal(1);
    });
  });

  it('after a 401, for each file anew, where the port does not matter', async () => {
    await withServer(demand, async (server) => {
      const profile: ClientProfile = { ...installer, basicAuth: 'any-port' };
      expect((await once(server, profile, ask('.treeinfo', 'read'), 'u:p%40ss@')).outcome).to.equal('found');
      expect(server.seen.length).to.equal(2);
    });
  });

  it('at once by the package manager', async () => {
    await withServer(demand, async (server) => {
      expect((await once(server, dnf, ask('.treeinfo', 'read'), 'u:p%40ss@')).outcome).to.equal('found');
      expect(server.seen.length).to.equal(1);
    });
  });
});

describe('Each client writes the address of a file in its own way', () => {
  const source = (url: string) => parseSourceAddress(url);

  it('quotes names as Python 2 does in the installer, in lower case in the package manager', () => {
    const base = source('http://h/i/grant/');
    expect(httpTarget(base, plugin, 'Packages/a+b~1.rpm')).to.equal('/i/grant/Packages/a+b~1.rpm');
    expect(httpTarget(base, installer, 'Packages/a+b~1.rpm')).to.equal('/i/grant/Packages/a%2Bb%7E1.rpm');
    expect(httpTarget(base, dnf, 'Packages/a+b~1^c.rpm')).to.equal('/i/grant/Packages/a%2bb~1%5ec.rpm');
  });

  it('drops a query in the host library, and breaks on it in the installer (media-and-clients.md 0.6)', () => {
    const base = source('http://h/media/?token');
    expect(httpTarget(base, plugin, '.treeinfo')).to.equal('/media/.treeinfo');
    expect(httpTarget(base, installer, '.treeinfo')).to.equal('/media/?token/.treeinfo');
  });

  it('repairs a missing final slash only in the newer libraries', () => {
    const base = source('http://h/media');
    expect(httpTarget(base, plugin, '.treeinfo')).to.equal('/media/.treeinfo');
    expect(httpTarget(base, pluginClient(releases['xenserver-7.6']).profile, '.treeinfo')).to.equal('/media.treeinfo');
  });

  it('refuses addresses that are neither http nor ftp', () => {
    for (const url of ['nfs://server:/media/', 'https://h/', 'no url']) {
      expect(() => openMediaTransport(url, plugin), url)
        .to.throw(DrydockError)
        .with.property('code', 'INSTALL_URL_UNSUPPORTED');
    }
  });

  it('never shows a password', () => {
    const address = source('http://u:geheim@h/');
    expect(JSON.stringify(address)).to.not.include('geheim');
  });

  it('does not break on a stray percent sign', () => {
    expect(source('http://u%zz:p@h/').user).to.equal('u%zz');
  });
});
