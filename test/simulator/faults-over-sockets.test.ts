import { connect, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { startSimulator, type RunningSimulator } from '../../src/daemon/simulator/start-simulator.js';
import { systemClock } from '../../src/shared/clock.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import type { Fault } from '../../src/simulator/faults/fault.js';
import { httpsTransport } from '../../src/xapi/transport/https-transport.js';
import type { WireReply } from '../../src/xapi/wire/wire-value.js';
import { callBody, https } from '../support/simulator-https-client.js';

const method = 'host.disable';

/** The product's own client over real TLS. */
const client = (oldTls = false): ReturnType<typeof httpsTransport> =>
  httpsTransport({
    certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
    oldTls,
    clock: systemClock,
    connectDeadline: 20_000,
    maximumReply: 10_000_000,
  });

interface Site {
  readonly simulator: RunningSimulator;
  readonly session: string;
  /** Disables the second host over the sockets: the code of the client's error, or `success`. */
  disable(): Promise<string>;
  enabled(): boolean;
}

async function during(faults: readonly Fault[], story: (site: Site) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ hosts: 2, release: 'xcp-ng-8.2', vms: 1, faults });
  try {
    const { pool, addresses } = simulator;
    const reply = await pool.handle('127.0.0.1', 'session.login_with_password', [
      pool.user,
      pool.password,
      '1.0',
      'test',
    ]);
    const session = reply.Status === 'Success' ? (reply.Value as string) : '';
    const params = [session, pool.host(1).ref];
    const request = { address: addresses[0]!, method, params, deadline: 20_000, signal: new AbortController().signal };
    await story({
      simulator,
      session,
      disable: () => client()(request).then(({ status }) => status, codeOf),
      enabled: () => pool.host(1).enabled,
    });
  } finally {
    await simulator.stop();
  }
}

function codeOf(error: unknown): string {
  return error instanceof DrydockError ? error.code : String(error);
}

function inProcess({ simulator: { pool }, session }: Site): Promise<string> {
  const params = [session, pool.host(1).ref];
  return pool.transport({ address: '127.0.0.1', method, params }).then(({ status }) => status, codeOf);
}

describe('Faults of the wire, over real sockets', function () {
  this.timeout(60_000);

  for (const { fault, code, done } of [
    { fault: { kind: 'connection-closed', method }, code: 'XAPI_REPLY_LOST', done: false },
    { fault: { kind: 'http-500', method }, code: 'XAPI_REPLY_INVALID', done: false },
    { fault: { kind: 'reply-lost', method }, code: 'XAPI_REPLY_LOST', done: true },
    { fault: { kind: 'reply-truncated', method }, code: 'XAPI_REPLY_LOST', done: true },
    { fault: { kind: 'reply-truncated', method, where: 'text' }, code: 'XAPI_REPLY_INVALID', done: true },
    { fault: { kind: 'port-closed', host: 0 }, code: 'XAPI_UNREACHABLE', done: false },
    { fault: { kind: 'old-tls-only' }, code: 'XAPI_UNREACHABLE', done: false },
  ] as const) {
    const { kind, ...parameters } = fault;
    it(`${kind} ${JSON.stringify(parameters)} is ${code} to the client, and the same in one process`, async () => {
      // Logged in before: a closed port or old TLS from the start takes no login.
      const later = kind === 'port-closed' || kind === 'old-tls-only';
      await during(later ? [] : [{ ...fault, occurrence: '1-2' }], async (site) => {
        if (later) site.simulator.pool.addFault(fault);
        const seen = await waitUntil(
          async () => {
            const answer = await site.disable();
            return answer === 'success' && later ? undefined : answer;
          },
          { clock: systemClock, deadline: 20_000, every: 20, waitingFor: 'the listener to follow' },
        );
        expect(seen).to.equal(code);
        if (!later) expect(site.enabled()).to.equal(!done);
        expect(await inProcess(site)).to.equal(code);
        const strikes = site.simulator.pool.history.filter(({ event }) => event === 'fault');
        expect(strikes).to.have.length(later ? 1 : 2);
      });
    });
  }

  it('connection-refused of a call is a broken connection there, and nothing is done', () =>
    during([{ kind: 'connection-refused', method }], async (site) => {
      expect(await site.disable()).to.equal('XAPI_REPLY_LOST');
      expect(site.enabled()).to.equal(true);
    }));

  it('port-closed is ECONNREFUSED', () =>
    during([], async ({ simulator }) => {
      simulator.pool.addFault({ kind: 'port-closed', host: 1 });
      const code = await waitUntil(
        () =>
          https(simulator.addresses[1]!, { body: callBody('host.is_in_emergency_mode') }).then(
            () => undefined,
            (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? undefined : error.code),
          ),
        { clock: systemClock, deadline: 20_000, every: 20, waitingFor: 'the port to close' },
      );
      expect(code).to.equal('ECONNREFUSED');
      expect((await https(simulator.addresses[0]!, { body: callBody('host.is_in_emergency_mode') })).status).to.equal(
        200,
      );
    }));

  it('no-answer keeps the connection open without a byte, done or not, until the caller gives up', async () => {
    for (const done of [false, true]) {
      await during([{ kind: 'no-answer', method, done }], async (site) => {
        const { pool, addresses } = site.simulator;
        const giveUp = new AbortController();
        const params = [site.session, pool.host(1).ref];
        let ended = false;
        const call: Promise<WireReply | string> = client()({
          ...{ address: addresses[0]!, method, params, deadline: 60_000, signal: giveUp.signal },
        })
          .catch(codeOf)
          .finally(() => (ended = true));
        const struck = (): true | undefined =>
          pool.history.some(({ event }) => event === 'fault') && site.enabled() !== done ? true : undefined;
        await waitUntil(struck, { clock: systemClock, deadline: 20_000, every: 10, waitingFor: 'the call to arrive' });
        expect(ended).to.equal(false);
        giveUp.abort(new Error('the caller gives up'));
        expect(await call).to.equal('XAPI_REPLY_LOST');
      });
    }
  });

  it('malformed-member-name makes the reply XML that no strict parser takes', () =>
    during([{ kind: 'malformed-member-name', on: 'host' }], async ({ simulator, session }) => {
      const { body } = await https(simulator.addresses[0]!, { body: callBody('host.get_all_records', session) });
      expect(body).to.include('<name>backup&restore<nightly</name>');
    }));

  it('certificate-changed and certificate-expired show in the next handshake', () =>
    during([], async ({ simulator }) => {
      const shown = (): Promise<{ fingerprint: string; validTo: string }> => handshake(simulator.addresses[1]!);
      const before = await shown();
      simulator.pool.addFault({ kind: 'certificate-changed', host: 1, at: 'start' });
      const changed = await shown();
      expect(changed.fingerprint).not.to.equal(before.fingerprint);
      expect(Date.parse(changed.validTo)).to.be.greaterThan(Date.now());
      simulator.pool.addFault({ kind: 'certificate-expired', host: 1 });
      const expired = await shown();
      expect(expired.fingerprint).not.to.equal(changed.fingerprint);
      expect(Date.parse(expired.validTo)).to.be.lessThan(Date.now());
    }));

  it('old-tls-only speaks TLS 1.0 to a client that has the switch for it', () =>
    during([{ kind: 'old-tls-only' }], async ({ simulator, session }) => {
      expect((await handshake(simulator.addresses[0]!, true)).protocol).to.equal('TLSv1');
      const params = [session];
      const request = { address: simulator.addresses[0]!, method: 'pool.get_all', params, deadline: 20_000 };
      const reply = await client(true)({ ...request, signal: new AbortController().signal });
      expect(reply.status).to.equal('success');
    }));
});

function handshake(
  address: string,
  oldTls = false,
): Promise<{ fingerprint: string; validTo: string; protocol: string | null }> {
  const [host = '', port = ''] = address.split(':');
  const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host, port: Number(port), rejectUnauthorized: false, ...(oldTls ? old : {}) });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const { fingerprint256: fingerprint, valid_to: validTo } = socket.getPeerCertificate();
      const protocol = socket.getProtocol();
      socket.destroy();
      resolve({ fingerprint, validTo, protocol });
    });
  });
}
