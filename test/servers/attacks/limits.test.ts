/** Attacks on limits: each class against the real thing, and against one whose defence is switched off, which it must notice. */
import { expect } from 'chai';
import { logLine } from '../../../src/servers/access-log/log-line.js';
import {
  guardedTarget,
  largePath,
  largeSize,
  type GuardedTarget,
  type TargetOptions,
} from '../../support/attacks/guarded-target.js';
import { logInjection } from '../../support/attacks/log-injection.js';
import {
  connectionFlood,
  crowdOut,
  guessPasswords,
  idleConnections,
  slowloris,
  slowReader,
} from '../../support/attacks/patience.js';

const never = 3_600_000;
/** How long a good server may take on a busy machine, and how long an attack on a bad one goes on. */
const patience = 5000;
const shortly = 500;

describe('Attacks on the limits of the servers', function () {
  this.timeout(30_000);
  const open: GuardedTarget[] = [];
  async function target(options: TargetOptions): Promise<GuardedTarget> {
    const made = await guardedTarget(options);
    open.push(made);
    return made;
  }
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  describe('by heads that never end (slowloris)', () => {
    it('are cut off by the serving process', async () => {
      const { httpPort } = await target({ http: { headTimeout: 300 } });
      expect(await slowloris(httpPort, patience)).to.deep.equal([]);
    });
    it('are noticed where no head is timed', async () => {
      const { httpPort } = await target({ http: { headTimeout: never } });
      expect(await slowloris(httpPort, shortly)).to.have.length(1);
    });
    it('are cut off by the supervisor, however often they say something', async () => {
      const { acceptorPort } = await target({ acceptor: { headTimeout: 300 } });
      expect(await slowloris(acceptorPort, patience)).to.deep.equal([]);
    });
    it('are noticed in a supervisor that times silence instead of the head', async () => {
      const { acceptorPort } = await target({ acceptor: { headTimeout: never }, silence: 300 });
      expect(await slowloris(acceptorPort, 2 * shortly)).to.have.length(1);
    });
  });

  describe('by connections that are kept without a word', () => {
    it('are closed', async () => {
      const { httpPort } = await target({ http: { idleTimeout: 300 } });
      expect(await idleConnections(httpPort, patience)).to.deep.equal([]);
    });
    it('are noticed where they are kept for ever', async () => {
      const { httpPort } = await target({ http: { idleTimeout: never } });
      expect(await idleConnections(httpPort, shortly)).to.have.length(1);
    });
  });

  for (const drip of [false, true]) {
    describe(`by readers that take ${drip ? 'a drop now and then' : 'nothing'}`, () => {
      const victim = (port: number): { port: number; path: string; size: number } => ({
        port,
        path: largePath,
        size: largeSize,
      });
      it('are given up', async () => {
        const { httpPort } = await target({ http: { stallTimeout: 400 }, large: true });
        expect(await slowReader(victim(httpPort), 2500, drip)).to.deep.equal([]);
      });
      it('are noticed where they are waited for', async () => {
        const { httpPort } = await target({ http: { stallTimeout: never }, large: true });
        expect(await slowReader(victim(httpPort), shortly, drip)).to.have.length(1);
      });
    });
  }

  describe('by a flood of connections of one address', () => {
    it('hold no more than one address may have, and keep nobody else out', async () => {
      const { httpPort } = await target({ perAddress: 8 });
      expect(await connectionFlood({ port: httpPort, allowed: 8, count: 200 }, patience)).to.deep.equal([]);
    });
    it('are noticed where nobody counts by address', async () => {
      const { httpPort } = await target({ perAddress: Number.POSITIVE_INFINITY });
      expect(await connectionFlood({ port: httpPort, allowed: 8, count: 200 }, 2 * shortly)).to.deep.equal([
        '200 connections of one address were held',
      ]);
    });
    it('hold no more FTP sessions either', async () => {
      const { ftpPort } = await target({ perAddress: 8 });
      expect(
        await connectionFlood({ port: ftpPort, allowed: 8, count: 100, greeting: /^220 / }, patience),
      ).to.deep.equal([]);
    });
    it('are noticed where nobody counts sessions by address', async () => {
      const { ftpPort } = await target({ perAddress: Number.POSITIVE_INFINITY });
      expect(
        await connectionFlood({ port: ftpPort, allowed: 8, count: 100, greeting: /^220 / }, 2 * shortly),
      ).to.have.length(1);
    });
  });

  describe('by idle sockets of many addresses', () => {
    it('give way to whoever asks', async () => {
      const { acceptorPort } = await target({ acceptor: { connections: 100 } });
      expect(await crowdOut(acceptorPort, 300, patience)).to.deep.equal([]);
    });
    it('are noticed where the first who came may stay', async () => {
      const { acceptorPort } = await target({ acceptor: { connections: 100 }, sparesNone: true });
      expect(await crowdOut(acceptorPort, 300, shortly)).to.have.length(1);
    });
  });

  describe('by sockets that ask once and stay, of many addresses', () => {
    const request = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
    it('give way to whoever asks now', async () => {
      const { httpPort } = await target({ http: { connections: 100 } });
      expect(await crowdOut(httpPort, 100, patience, request)).to.deep.equal([]);
    });
    it('are noticed where the first who came may stay', async () => {
      const { httpPort } = await target({ total: 100 });
      expect(await crowdOut(httpPort, 100, shortly, request)).to.have.length(1);
    });
  });

  describe('by guessing passwords', () => {
    it('are sent away after a few', async () => {
      const { ftpPort } = await target({});
      expect(await guessPasswords(ftpPort, 10)).to.deep.equal([]);
    });
    it('are noticed where one may go on for ever', async () => {
      const { ftpPort } = await target({ ftp: { failedLogins: Number.POSITIVE_INFINITY } });
      expect(await guessPasswords(ftpPort, 10)).to.have.length(1);
    });
  });

  describe('by names that are written into a log', () => {
    it('come out as what they are', () => {
      expect(logInjection(logLine)).to.deep.equal([]);
    });
    it('are noticed in a log that puts its lines together by itself', () => {
      const naive = logInjection((record) => `{"client":"${record.client}","path":"${record.path ?? ''}"}\n`);
      expect(naive.join('\n'))
        .to.match(/several lines/)
        .and.match(/terminal/)
        .and.match(/forges/)
        .and.match(/disk/);
    });
    it('are noticed in a log that trusts JSON to be safe for terminals', () => {
      expect(logInjection((record) => `${JSON.stringify(record)}\n`).join('\n')).to.match(/reaches the terminal/);
    });
  });
});
