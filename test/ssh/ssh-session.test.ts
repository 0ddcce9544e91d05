/** Log-ins and commands over SSH against a server that does what it is told: every way in which it may go wrong has its name. */
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { systemClock } from '../../src/shared/clock.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { Secret } from '../../src/shared/secret.js';
import { shownHostKey } from '../../src/ssh/connect.js';
import { SshSession } from '../../src/ssh/ssh-session.js';
import type { SshTarget } from '../../src/ssh/target.js';
import {
  end,
  makeHostKey,
  startScriptedServer,
  type ScriptedServer,
  type ServerScript,
} from '../support/ssh/scripted-server.js';

const bounds = { deadline: 5000, maxBytes: 10_000 };
const never = new AbortController().signal;
const firstKey = makeHostKey();
const otherKey = makeHostKey();

let server: ScriptedServer | undefined;
let session: SshSession | undefined;

async function serve(script: ServerScript = {}, key = firstKey): Promise<ScriptedServer> {
  server = await startScriptedServer(script, key);
  return server;
}

const run = (target: SshTarget, words = ['cat', 'a b'], changes = {}, signal = never) => {
  session ??= new SshSession(target, systemClock);
  return session.run(words, undefined, { ...bounds, ...changes }, signal);
};

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof DrydockError ? error.code : String(error)),
  );

describe('A command over SSH', () => {
  afterEach(async () => {
    session?.close();
    session = undefined;
    await server?.stop();
    server = undefined;
  });

  it('is run in quotes, and gives its output, its complaints and its exit code', async () => {
    const { target, commands } = await serve({
      onCommand: (_command, channel) => {
        channel.write('out');
        channel.stderr.write('complaint');
        end(channel, 3);
      },
    });
    expect(await run(target())).to.deep.equal({ exitCode: 3, stdout: 'out', stderr: 'complaint' });
    expect(commands).to.deep.equal(["cat 'a b'"]);
  });

  it('is given its input', async () => {
    const { target } = await serve({
      onCommand: (_command, channel) => {
        channel.on('data', (chunk: Buffer) => channel.write(chunk));
        channel.on('end', () => end(channel, 0));
      },
    });
    session = new SshSession(target(), systemClock);
    expect((await session.run(['tee', 'x'], 'text\n', bounds, never)).stdout).to.equal('text\n');
  });

  it('that hangs ends with its time, and the next one is run on a new connection', async () => {
    const { target, logIns } = await serve({
      onCommand: (command, channel) => {
        if (command !== 'hang') end(channel, 0);
      },
    });
    expect(await codeOf(run(target(), ['hang'], { deadline: 200 }))).to.equal('SSH_COMMAND_TIMED_OUT');
    expect((await run(target(), ['next'])).exitCode).to.equal(0);
    expect(logIns.filter((method) => method === 'password')).to.have.length(2);
  });

  it('that hangs again and again costs no more than three log-ins', async () => {
    const { target, logIns } = await serve({ onCommand: () => undefined });
    for (let count = 0; count < 5; count++)
      expect(await codeOf(run(target(), ['hang'], { deadline: 50 }))).to.equal('SSH_COMMAND_TIMED_OUT');
    expect(logIns.filter((method) => method === 'password')).to.have.length(3);
  });

  it('that prints without end is cut off', async () => {
    const { target } = await serve({
      onCommand: (_command, channel) => {
        const more = (): void => {
          while (channel.write(Buffer.alloc(4096))) continue;
          channel.once('drain', more);
        };
        channel.on('error', () => undefined);
        more();
      },
    });
    expect(await codeOf(run(target()))).to.equal('SSH_OUTPUT_TOO_LONG');
  });

  it('keeps only the beginning of its complaints', async () => {
    const { target } = await serve({
      onCommand: (_command, channel) => {
        channel.stderr.write('x'.repeat(20_000));
        end(channel, 1);
      },
    });
    expect((await run(target())).stderr).to.have.length(4096);
  });

  it('whose connection is cut has no outcome', async () => {
    let cut: () => void = () => undefined;
    const { target } = await serve({ onCommand: () => cut() });
    session = new SshSession(target(), systemClock);
    const client = await session.open(never);
    cut = () => client.destroy();
    expect(await codeOf(run(target()))).to.equal('SSH_CONNECTION_LOST');
  });

  it('ends with the signal of whoever asked', async () => {
    const { target } = await serve({ onCommand: () => undefined });
    const abort = new AbortController();
    const running = codeOf(run(target(), ['hang'], {}, abort.signal));
    setTimeout(() => abort.abort(new Error('enough')), 50);
    expect(await running).to.equal('Error: enough');
  });
});

describe('A log-in over SSH', () => {
  afterEach(async () => {
    session?.close();
    session = undefined;
    await server?.stop();
    server = undefined;
  });

  it('works with a password that is asked for in either way', async () => {
    const { target } = await serve({ methods: ['keyboard-interactive'] });
    expect((await run(target())).exitCode).to.equal(0);
  });

  it('with a wrong password is refused once, and not tried again for the next command', async () => {
    const { target, logIns } = await serve();
    const wrong = target({ credential: { kind: 'password', password: new Secret('wrong') } });
    expect(await codeOf(run(wrong))).to.equal('SSH_LOGIN_REFUSED');
    expect(await codeOf(run(wrong))).to.equal('SSH_LOGIN_REFUSED');
    expect(logIns.filter((method) => method === 'password')).to.have.length(1);
  });

  it('is not begun where the host shows another key: nothing of the credential is sent', async () => {
    const { target, logIns } = await serve({}, otherKey);
    const known = await startScriptedServer({}, firstKey);
    await known.stop();
    const error = await run(target({ hostKey: known.hostKey })).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(DrydockError).and.have.property('code', 'SSH_HOST_KEY_CHANGED');
    expect((error as DrydockError).details.expected).to.include(known.hostKey.fingerprint);
    expect((error as DrydockError).details.found).to.include(server!.hostKey.fingerprint);
    expect(logIns).to.deep.equal([]);
  });

  it('is not begun where no key was trusted yet', async () => {
    const { target, logIns } = await serve();
    expect(await codeOf(run(target({ hostKey: undefined })))).to.equal('SSH_HOST_KEY_UNKNOWN');
    expect(logIns).to.deep.equal([]);
  });

  it('names a host that has no key of the pinned type any more', async () => {
    const { target } = await serve();
    const ed25519 = { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` };
    expect(await codeOf(run(target({ hostKey: ed25519 })))).to.equal('SSH_HOST_KEY_CHANGED');
  });

  it('shows a host key without logging in', async () => {
    const { target, hostKey, logIns } = await serve();
    expect(await shownHostKey(target(), systemClock, never)).to.deep.equal(hostKey);
    expect(logIns).to.deep.equal([]);
  });

  it('to a host that speaks SHA-1 alone needs leave, as old hosts are the pool’s own matter', async () => {
    const { target } = await serve({
      algorithms: {
        kex: ['diffie-hellman-group14-sha1'],
        hmac: ['hmac-sha1'],
        cipher: ['aes128-cbc'],
        serverHostKey: ['ssh-rsa'],
      },
    });
    expect(await codeOf(shownHostKey(target(), systemClock, never))).to.equal('SSH_NO_COMMON_ALGORITHM');
    expect((await run(target({ oldSsh: true }))).exitCode).to.equal(0);
  });

  it('to a port where nobody listens, and to one that says nothing, is named unreachable in time', async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { target } = await serve();
    expect(await codeOf(new SshSession(target({ port, deadline: 200 }), systemClock).open(never))).to.equal(
      'SSH_UNREACHABLE',
    );
    silent.close();
    await once(silent, 'close');
    expect(await codeOf(new SshSession(target({ port }), systemClock).open(never))).to.equal('SSH_UNREACHABLE');
  });

  it('with something that is no private key is refused without the text of it', async () => {
    const { target } = await serve();
    const error = await run(target({ credential: { kind: 'key', key: new Secret('not a key at all') } })).catch(
      (caught: unknown) => caught,
    );
    expect(error).to.have.property('code', 'SSH_KEY_UNREADABLE');
    expect(String(error)).not.to.include('not a key at all');
  });
});
