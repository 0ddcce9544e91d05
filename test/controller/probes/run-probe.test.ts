import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Probe, ProbeContext } from '../../../src/controller/probes/probe.js';
import { probeRunner } from '../../../src/controller/probes/run-probe.js';
import { systemClock } from '../../../src/shared/clock.js';

const context: ProbeContext = {
  phase: 'before-host',
  run: 'run-1',
  pool: { uuid: 'pool-uuid', name: 'lab' },
  host: { uuid: 'host-2', name: 'xs-2' },
};
const run = probeRunner(systemClock);
const never = new AbortController().signal;
const common = { id: 'site', phases: ['before-host' as const], timeout: 5_000 };

const command = (...words: readonly string[]): Probe => ({ kind: 'command', ...common, command: [...words] });
const shell = (script: string, timeout = 5_000): Probe => ({ ...command('/bin/sh', '-c', script), timeout });
const ask = (probe: Probe) => run(probe, context, never);

describe('A probe that is a command', () => {
  for (const { what, probe, outcome, text } of [
    { what: 'ends with 0', probe: shell('echo all well'), outcome: 'passed', text: /exit code 0: all well$/ },
    { what: 'ends with 1', probe: shell('echo a backup runs >&2; exit 1'), outcome: 'failed', text: /a backup runs/ },
    {
      what: 'ends with 127, as a shell that found nothing',
      probe: shell('no-such-program'),
      outcome: 'unknown',
      text: /127/,
    },
    { what: 'is killed', probe: shell('kill -9 $$'), outcome: 'unknown', text: /SIGKILL/ },
    { what: 'is not there', probe: command('/no/such/program'), outcome: 'unknown', text: /ENOENT/ },
    { what: 'does not end', probe: shell('sleep 60 & sleep 60', 300), outcome: 'unknown', text: /within 0.3 s/ },
  ] as const) {
    it(`is ${outcome} when it ${what}`, async () => {
      const result = await ask(probe);
      expect(result.outcome, result.text).to.equal(outcome);
      expect(result.text).to.match(text);
    });
  }

  it('is told of the run, and nothing of what Drydock has in its environment', async () => {
    process.env['DRYDOCK_TEST_PASSWORD'] = 'hunter2';
    try {
      const { text } = await ask(shell('echo "$DRYDOCK_PHASE $DRYDOCK_POOL $DRYDOCK_HOST $DRYDOCK_HOST_UUID"; env'));
      expect(text).to.include('before-host lab xs-2 host-2').and.not.include('hunter2');
    } finally {
      delete process.env['DRYDOCK_TEST_PASSWORD'];
    }
  });

  it('gets its arguments as they are written: no shell reads them', async () => {
    expect((await ask(command('/bin/echo', '$HOME; exit 1', '`id`'))).text).to.include('$HOME; exit 1 `id`');
  });

  it('prints as much as it likes, of which the end is kept, on one line, without what looks like a secret', async () => {
    const { outcome, text } = await ask(shell('yes | head -c 300000; printf "\\033[2Jpassword=hunter2\\ndone"'));
    expect(outcome).to.equal('passed');
    expect(text.length).to.be.lessThan(400);
    expect(text).to.match(/password=\[secret\] done$/);
    expect(text).not.to.include('\u001b');
  });

  it('is killed with what it started when the controller ends', async () => {
    const abort = new AbortController();
    const asked = run(shell('sleep 60 & sleep 60'), context, abort.signal);
    abort.abort(new Error('the controller ends'));
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).to.have.property('message', 'the controller ends');
  });
});

describe('A probe that is an address', () => {
  let server: Server;
  let base: string;
  const seen: unknown[] = [];

  before(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers['authorization']);
      if (request.url === '/moved') response.writeHead(302, { location: '/well' }).end();
      else if (request.url === '/slow') return;
      else if (request.url === '/endless') response.writeHead(200).write('x'.repeat(200_000));
      else response.writeHead(request.url === '/ill' ? 503 : 200).end('state: green');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const { what, path, changes, outcome, text } of [
    { what: 'answers as expected', path: '/well', changes: { contains: 'green' }, outcome: 'passed', text: /200/ },
    { what: 'answers another status', path: '/ill', changes: {}, outcome: 'failed', text: /503.*expected 200/ },
    {
      what: 'answers without the text',
      path: '/well',
      changes: { contains: 'blue' },
      outcome: 'failed',
      text: /without "blue"/,
    },
    { what: 'leads elsewhere', path: '/moved', changes: {}, outcome: 'failed', text: /302/ },
    {
      what: 'does not answer in time',
      path: '/slow',
      changes: { timeout: 200 },
      outcome: 'unknown',
      text: /within 0.2 s/,
    },
    { what: 'never ends its answer', path: '/endless', changes: {}, outcome: 'passed', text: /200/ },
  ] as const) {
    it(`is ${outcome} when it ${what}`, async () => {
      const result = await ask({ kind: 'http', ...common, url: `${base}${path}`, status: 200, ...changes });
      expect(result.outcome, result.text).to.equal(outcome);
      expect(result.text).to.match(text);
    });
  }

  it('is unknown when nobody answers', async () => {
    const result = await ask({ kind: 'http', ...common, url: 'http://127.0.0.1:1/', status: 200 });
    expect(result.outcome).to.equal('unknown');
  });

  it('is asked without a credential', () => {
    expect(new Set(seen)).to.deep.equal(new Set([undefined]));
  });
});
