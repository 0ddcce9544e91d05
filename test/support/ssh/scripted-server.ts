/** An SSH server in this process, whose answers a test scripts: what a real sshd does not do on demand. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2, { type Algorithms, type ServerChannel } from 'ssh2';
import { Secret } from '../../../src/shared/secret.js';
import { hostKeyOf, type HostKey } from '../../../src/ssh/host-key.js';
import type { SshTarget } from '../../../src/ssh/target.js';

export interface ScriptedServer {
  readonly port: number;
  readonly hostKey: HostKey;
  /** Command lines that arrived, in order. */
  readonly commands: string[];
  /** Log-ins that were tried, by method. */
  readonly logIns: string[];
  readonly target: (changes?: Partial<SshTarget>) => SshTarget;
  readonly stop: () => Promise<void>;
}

export interface ServerScript {
  /** Answers a command; default: exit code 0. */
  readonly onCommand?: (command: string, channel: ServerChannel) => void;
  /** Which methods take the password `right`. */
  readonly methods?: readonly ('password' | 'keyboard-interactive')[];
  readonly algorithms?: Algorithms;
}

export function makeHostKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  }) as string;
}

export async function startScriptedServer(script: ServerScript = {}, key = makeHostKey()): Promise<ScriptedServer> {
  const commands: string[] = [];
  const logIns: string[] = [];
  const { onCommand = (_command: string, channel: ServerChannel) => end(channel, 0), methods = ['password'] } = script;
  const options = { hostKeys: [key], ...(script.algorithms === undefined ? {} : { algorithms: script.algorithms }) };
  const server = new ssh2.Server(options, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      logIns.push(context.method);
      if (context.method === 'password' && methods.includes('password') && context.password === 'right')
        context.accept();
      else if (context.method === 'keyboard-interactive' && methods.includes('keyboard-interactive'))
        context.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
          answers[0] === 'right' ? context.accept() : context.reject(),
        );
      else context.reject([...methods]);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        commands.push(command);
        onCommand(command, acceptExec());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const hostKey = hostKeyOf(parsed.getPublicSSH());
  return {
    port,
    hostKey,
    commands,
    logIns,
    target: (changes = {}) => ({
      host: '127.0.0.1',
      port,
      user: 'root',
      credential: { kind: 'password', password: new Secret('right') },
      hostKey,
      oldSsh: false,
      deadline: 10_000,
      ...changes,
    }),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

export function end(channel: ServerChannel, code: number): void {
  channel.exit(code);
  channel.end();
}
