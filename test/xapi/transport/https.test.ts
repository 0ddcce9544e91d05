import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { XapiConnection } from '../../../src/xapi/connection/xapi-connection.js';
import { connect } from '../../support/connect-xapi.js';
import type { ConnectOptions } from '../../../src/xapi/connection/connect-options.js';
import { normalizeFingerprint } from '../../../src/xapi/transport/certificate-policy.js';
import { httpsTransport } from '../../../src/xapi/transport/https-transport.js';
import {
  startXapiServer,
  testCertificate,
  type Answer,
  type XapiHttpsServer,
} from '../../support/xapi-https-server.js';
import { errorOf, failure, success } from '../../support/xapi-scripted-pool.js';
import type { DecodedCall } from '../../support/xapi-codec.js';

const pinned = testCertificate('host').fingerprint;

/** Logins and logouts succeed; the rest is up to the test. */
function usual(answer: (call: DecodedCall, count: number) => Answer = () => success()): typeof answer {
  return (call, count) => {
    if (call.method === 'session.login_with_password') return success('OpaqueRef:session');
    return call.method === 'session.logout' ? success() : answer(call, count);
  };
}

function optionsFor(address: string, overrides: Partial<ConnectOptions> = {}): ConnectOptions {
  return {
    addresses: [address],
    credentials: { user: 'root', password: new Secret('correct horse') },
    certificates: { expectedFingerprint: () => pinned },
    clock: systemClock,
    ...overrides,
  };
}

describe('The client over real TLS', () => {
  const servers: { close(): Promise<void> }[] = [];
  const start = async (...args: Parameters<typeof startXapiServer>): Promise<XapiHttpsServer> => {
    const server = await startXapiServer(...args);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it('logs in, calls, and leaves no connection behind', async () => {
    const server = await start(usual(() => success(['OpaqueRef:pool'])));
    const connection = await connect(optionsFor(server.address));
    expect(await connection.call('pool.get_all', [])).to.deep.equal(['OpaqueRef:pool']);
    await connection.close();
    expect(server.calls.map(({ method }) => method)).to.deep.equal([
      'session.login_with_password',
      'pool.get_all',
      'session.logout',
    ]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.connections()).to.equal(0);
  });

  it('sends a length and no chunks, which xapi would refuse', async () => {
    let headers: Record<string, unknown> = {};
    const server = await start(
      usual(() => (request, response) => {
        headers = request.headers;
        response.end('x');
      }),
    );
    const connection = await connect(optionsFor(server.address));
    await errorOf(connection.call('pool.get_all', []));
    await connection.close();
    expect(headers).to.include({ 'content-type': 'text/xml', connection: 'keep-alive', host: server.address });
    expect(Number(headers['content-length'])).to.be.greaterThan(0);
    expect(headers).not.to.have.property('transfer-encoding');
  });

  describe('trusts a certificate', () => {
    it('that is pinned, in whatever way the fingerprint is written', async () => {
      const server = await start(usual());
      const written = pinned.toLowerCase().replaceAll(':', '');
      expect(normalizeFingerprint(written)).to.equal(pinned);
      const connection = await connect(
        optionsFor(server.address, { certificates: { expectedFingerprint: () => written } }),
      );
      await connection.close();
    });

    it('and no other: nothing is sent to a host that shows a changed one', async () => {
      const server = await start(usual(), { certificate: 'other' });
      const error = await errorOf(connect(optionsFor(server.address)));
      expect([error.code, error.exitCode]).to.deep.equal(['XAPI_CERTIFICATE_CHANGED', 3]);
      expect(error.details).to.include({ subject: server.address, expected: pinned, found: server.fingerprint });
      expect(server.requests()).to.equal(0);
    });

    it('on first use only when the caller says so, who is shown the fingerprint, once', async () => {
      const server = await start(usual());
      const seen: string[] = [];
      const onFirstUse = (address: string, fingerprint: string): boolean => seen.push(address, fingerprint) > 0;
      const connection = await connect(
        optionsFor(server.address, { certificates: { expectedFingerprint: () => undefined, onFirstUse } }),
      );
      await connection.close();
      expect(seen).to.deep.equal([server.address, pinned]);
    });

    for (const [what, onFirstUse] of [
      ['refuses', () => false],
      ['is not asked', undefined],
    ] as const) {
      it(`not at all when the caller ${what}: nothing is sent`, async () => {
        const server = await start(usual());
        const certificates = {
          expectedFingerprint: () => undefined,
          ...(onFirstUse === undefined ? {} : { onFirstUse }),
        };
        const error = await errorOf(connect(optionsFor(server.address, { certificates })));
        expect([error.code, error.exitCode]).to.deep.equal(['XAPI_CERTIFICATE_UNKNOWN', 3]);
        expect(error.details.found).to.equal(pinned);
        expect(server.requests()).to.equal(0);
      });
    }

    it('of each host on its own: a redirect to a host with another one sends it no password', async () => {
      const stranger = await start(usual(), { certificate: 'other' });
      const member = await start(() => failure('HOST_IS_SLAVE', stranger.address));
      const error = await errorOf(connect(optionsFor(member.address)));
      expect(error.code).to.equal('XAPI_CERTIFICATE_CHANGED');
      expect([member.requests(), stranger.requests()]).to.deep.equal([1, 0]);
    });
  });

  describe('speaks old TLS', () => {
    const tls = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'AES256-SHA:@SECLEVEL=0' } as const;

    it('only when it is asked to', async () => {
      const server = await start(usual(), { tls });
      const error = await errorOf(connect(optionsFor(server.address)));
      expect(error.code).to.equal('XAPI_UNREACHABLE');
      const connection = await connect(optionsFor(server.address, { oldTls: true }));
      await connection.close();
      expect(server.calls).to.have.length(2);
    });
  });

  describe('knows when a reply is lost', () => {
    const deadlines = { read: 150, effect: 150, connect: 2_000, login: 2_000 };
    const cases: [string, Answer][] = [
      ['the connection is cut', 'cut'],
      ['no answer comes', 'hang'],
      [
        'the answer is cut off',
        (_request, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('<?xml version="1.0"?><methodResponse>', () => response.socket?.destroy());
        },
      ],
      ['the answer ends too early', (_request, response) => response.end('<?xml version="1.0"?><methodResponse>')],
      [
        'a web page comes instead',
        (_request, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<html>'),
      ],
      ['the answer is no UTF-8', (_request, response) => response.end(Buffer.from([0x3c, 0xff, 0xfe]))],
    ];
    for (const [what, answer] of cases) {
      it(`when ${what}: the read is repeated, the effect is not`, async () => {
        const server = await start(
          usual((call, count) => (call.method === 'pool.get_all' && count === 2 ? success([]) : answer)),
        );
        const connection = await connect(optionsFor(server.address, { deadlines }));
        expect(await connection.call('pool.get_all', [])).to.deep.equal([]);
        const error = await errorOf(connection.call('host.disable', ['OpaqueRef:host']));
        expect(error.code).to.equal('XAPI_OUTCOME_UNKNOWN');
        expect(server.calls.filter(({ method }) => method === 'host.disable')).to.have.length(1);
        await connection.close();
      });
    }

    it('when it grows beyond all bounds', async () => {
      const server = await start(usual(() => (_request, response) => response.end('x'.repeat(5000))));
      const dial = {
        certificates: { expectedFingerprint: () => pinned },
        oldTls: false,
        clock: systemClock,
        connectDeadline: 1000,
      };
      const transport = httpsTransport({ ...dial, maximumReply: 4096 });
      const { signal } = new AbortController();
      const error = await errorOf(
        transport({ address: server.address, method: 'x', params: [], deadline: 1000, signal }),
      );
      expect(error.code).to.equal('XAPI_REPLY_INVALID');
      expect(error.details.found).to.equal('more than 4096 bytes');
    });
  });

  describe('names the address and the cause of a host that cannot be reached', () => {
    const plain: Server[] = [];
    const sockets = new Set<Socket>();
    const listen = async (onSocket: (socket: Socket) => void): Promise<string> => {
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        onSocket(socket);
      });
      plain.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    afterEach(async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(plain.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    });

    const attempt = async (address: string): Promise<string> => {
      const error = await errorOf(connect(optionsFor(address, { deadlines: { connect: 200 } })));
      expect([error.code, error.exitCode]).to.deep.equal(['XAPI_UNREACHABLE', 1]);
      expect(error.message).to.contain(address);
      return error.message;
    };

    it('nobody listens', async () => {
      const address = await listen(() => undefined);
      await Promise.all(plain.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
      expect(await attempt(address)).to.contain('ECONNREFUSED');
    });

    it('stunnel is up and xapi is gone: the connection ends inside the handshake', async () => {
      expect(await attempt(await listen((socket) => socket.destroy()))).to.match(
        /ECONNRESET|closed during the handshake/,
      );
    });

    it('it accepts and says nothing', async () => {
      expect(await attempt(await listen(() => undefined))).to.contain('no connection within 0.2 s');
    });

    it('it speaks no TLS', async () => {
      await attempt(await listen((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    });

    it('its name does not exist', async () => {
      expect(await attempt('host.invalid')).to.match(/ENOTFOUND|EAI_AGAIN|no connection within/);
    });

    it('its address is none, which is refused input', async () => {
      const error = await errorOf(connect(optionsFor('https://xs-1/')));
      expect([error.code, error.exitCode]).to.deep.equal(['XAPI_ADDRESS_INVALID', 3]);
    });
  });

  it('ends a call under way when the connection is closed', async () => {
    const server = await start(usual(() => 'hang'));
    const connection = new XapiConnection(optionsFor(server.address));
    const call = errorOf(connection.call('host.disable', ['OpaqueRef:host']));
    while (server.calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await connection.close();
    expect((await call).code).to.equal('XAPI_OUTCOME_UNKNOWN');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.connections()).to.equal(0);
  });
});
