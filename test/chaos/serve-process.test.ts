/** `serve` and `stop` as real processes: what they start, what they leave, and what an armed grant keeps alive. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { ServeState } from '../../src/daemon/serve/start-both.js';
import { importMedia } from '../../src/media/import-media.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { CliProcess, isAlive, untilDead } from '../support/cli-process.js';

const image = new URL('../../demo/drydock-demo-8.3.0.iso', import.meta.url).pathname;

describe('serve as a process', function () {
  this.timeout(60_000);
  let folder: string;
  const started: CliProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dd-serve-'));
    writeFileSync(join(folder, 'c.yaml'), 'servers:\n  http: [{ port: 0 }]\n  ftp: [{ port: 0 }]\n');
  });

  afterEach(async () => {
    await run('stop', '--force', 'the test is over');
    for (const { child } of started.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function start(...argv: string[]): CliProcess {
    const process_ = new CliProcess([...argv, '--config', 'c.yaml'], folder);
    started.push(process_);
    return process_;
  }

  async function run(...argv: string[]): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
    const process_ = start(...argv);
    const exitCode = await process_.exitCode();
    return { exitCode, stdout: process_.stdout, stderr: process_.stderr };
  }

  async function detached(): Promise<ServeState> {
    const { exitCode, stdout, stderr } = await run('serve', '--detach', '--json');
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as ServeState;
  }

  it('says the addresses, and ends both processes on Ctrl-C', async () => {
    const serve = start('serve', '--json');
    await serve.says('"endpoints"');
    const state = JSON.parse(serve.stdout) as ServeState;
    expect(state.mediaServer.endpoints.map(({ protocol, address }) => `${protocol} ${address}`)).to.deep.equal([
      'http 127.0.0.1',
      'ftp 127.0.0.1',
    ]);
    const health = await fetch(`http://127.0.0.1:${state.mediaServer.endpoints[0]?.port ?? 0}/healthz`);
    expect(health.status).to.equal(200);

    serve.child.kill('SIGINT');

    expect(await serve.exitCode()).to.equal(0);
    await Promise.all([untilDead(state.mediaServer.pid), untilDead(state.controller.pid)]);
  });

  it('leaves both running with --detach, finds them again, and stop ends them', async () => {
    const state = await detached();
    const again = await detached();

    expect(again.mediaServer).to.deep.include({ pid: state.mediaServer.pid, started: false });
    expect(again.controller).to.deep.include({ pid: state.controller.pid, started: false });
    const { exitCode, stdout } = await run('stop', '--json');
    expect(exitCode).to.equal(0);
    const stopped = { controller: 'stopped', mediaServer: 'stopped', nfs: 'was not running', openRuns: [] };
    expect(JSON.parse(stdout)).to.deep.equal(stopped);
    await Promise.all([untilDead(state.mediaServer.pid), untilDead(state.controller.pid)]);
    expect(JSON.parse((await run('stop', '--json')).stdout)).to.include({ mediaServer: 'was not running' });
  });

  it('detaches on Ctrl-C while a grant is armed, and stop is refused until it has ended', async () => {
    await importMedia({ source: image, mediaCache: join(folder, 'media-cache'), id: 'demo' });
    const serve = start('serve', '--json');
    await serve.says('"endpoints"');
    const state = JSON.parse(serve.stdout) as ServeState;
    const client = mediaServerClient({ socketPath: stateLayout(join(folder, 'drydock-state')).mediaServerSocket });
    const host = { uuid: 'host-1', name: 'xs-1' };
    await client.createGrant({
      id: 'g',
      pool: 'p',
      run: 'r',
      epoch: 1,
      host,
      media: 'demo',
      state: 'staging',
      lifetime: 60_000,
    });
    await client.changeGrant('g', { state: 'closed', epoch: 1 });
    await client.changeGrant('g', { state: 'armed', epoch: 1 });

    serve.child.kill('SIGINT');
    expect(await serve.exitCode()).to.equal(0);
    expect(serve.stderr).to.include('go on without this terminal');
    expect([state.mediaServer.pid, state.controller.pid].map(isAlive)).to.deep.equal([true, true]);

    const refused = await run('stop', '--json');
    expect(refused.exitCode).to.equal(1);
    expect(JSON.parse(refused.stdout)).to.include({ code: 'GRANT_ARMED' });
    expect([state.mediaServer.pid, state.controller.pid].map(isAlive)).to.deep.equal([true, true]);

    await client.changeGrant('g', { state: 'ended', epoch: 1, reason: 'proven' });
    expect((await run('stop')).exitCode).to.equal(0);
  });

  for (const [name, said] of [
    ['controller', 'the controller has ended'],
    ['mediaServer', 'the media server has ended'],
  ] as const) {
    it(`brings the ${name} back when it is killed`, async () => {
      const serve = start('serve', '--json');
      await serve.says('"endpoints"');
      const before = (JSON.parse(serve.stdout) as ServeState)[name].pid;

      process.kill(before, 'SIGKILL');
      await serve.says(said);
      const deadline = Date.now() + 20_000;
      let after = before;
      while (after === before && Date.now() < deadline) {
        const { stdout } = await run('serve', '--detach', '--json');
        after = (JSON.parse(stdout) as ServeState)[name].pid;
      }

      expect(after).not.to.equal(before);
      serve.child.kill('SIGINT');
      expect(await serve.exitCode()).to.equal(0);
    });
  }

  it('ends when it is stopped from another terminal, and brings nothing back', async () => {
    const serve = start('serve', '--json');
    await serve.says('"endpoints"');
    expect((await run('stop')).exitCode).to.equal(0);

    expect(await serve.exitCode()).to.equal(0);
    expect(JSON.parse((await run('stop', '--json')).stdout)).to.include({
      controller: 'was not running',
      mediaServer: 'was not running',
    });
    expect(serve.stderr).not.to.include('started again');
  });

  it('says which port is taken, and leaves nothing running', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    writeFileSync(join(folder, 'c.yaml'), `servers:\n  http: [{ port: ${port} }]\n  ftp: []\n`);

    const result = await run('serve', '--json');

    other.close();
    expect(result.exitCode).to.be.greaterThan(0);
    expect(JSON.parse(result.stdout)).to.include({ code: 'PORT_IN_USE', subject: `127.0.0.1:${port}` });
    expect(JSON.parse((await run('stop', '--json')).stdout)).to.include({
      mediaServer: 'was not running',
      controller: 'was not running',
    });
  });

  it('says what kept the controller from starting, and stops the media server again', async () => {
    writeFileSync(join(folder, 'long.yaml'), `state: ${join(folder, 'x'.repeat(90))}\n`);

    const { exitCode, stdout } = await run('serve', '--json', '--state', join(folder, 'y'.repeat(100)));

    expect(exitCode).to.equal(3);
    expect(JSON.parse(stdout)).to.include({ code: 'SOCKET_PATH_TOO_LONG' });
  });
});
