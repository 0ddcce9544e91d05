/**
 * Opens an SSH connection: the host's key is compared with the pinned one before anything of the credential is sent. What
 * keeps it from being opened is told apart, since each has another remedy.
 */
import { Client, type ConnectConfig } from 'ssh2';
import { abortReason, after, type Clock } from '../shared/clock.js';
import { describeCause, DrydockError } from '../shared/errors/drydock-error.js';
import { offeredAlgorithms } from './algorithms.js';
import { describeKey, hostKeyOf, isSameKey, type HostKey } from './host-key.js';
import { describeTarget, type SshTarget } from './target.js';

/** @throws SSH_UNREACHABLE, SSH_HOST_KEY_CHANGED, SSH_HOST_KEY_UNKNOWN, SSH_LOGIN_REFUSED, SSH_NO_COMMON_ALGORITHM, SSH_KEY_UNREADABLE */
export async function connect(target: SshTarget, clock: Clock, signal: AbortSignal): Promise<Client> {
  const trust = new KeyTrust(target);
  return dial(target, trust, clock, signal, credentials(target));
}

/** The key that a host shows; the connection is ended there, before anything is sent. @throws SSH_UNREACHABLE, SSH_NO_COMMON_ALGORITHM */
export async function shownHostKey(
  target: Pick<SshTarget, 'host' | 'port' | 'oldSsh' | 'deadline'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<HostKey> {
  const unknown = { ...target, hostKey: undefined };
  const trust = new KeyTrust(unknown);
  try {
    const client = await dial(unknown, trust, clock, signal, { username: 'nobody' });
    client.end();
  } catch (error) {
    if (trust.shown === undefined) throw error;
  }
  if (trust.shown !== undefined) return trust.shown;
  throw new DrydockError('SSH_UNREACHABLE', {
    attempted: 'reading the host key',
    subject: describeTarget(target),
    found: 'no key was shown',
  });
}

type Dialled = Pick<SshTarget, 'host' | 'port' | 'oldSsh' | 'deadline' | 'hostKey'>;

class KeyTrust {
  shown: HostKey | undefined;
  constructor(private readonly target: Dialled) {}

  readonly accepts = (blob: Buffer): boolean => {
    this.shown = hostKeyOf(blob);
    return this.target.hostKey !== undefined && isSameKey(this.target.hostKey, this.shown);
  };

  /** Why the key is not believed; undefined where it is, or none was shown. */
  refusal(): DrydockError | undefined {
    const { shown, target } = this;
    if (shown === undefined || (target.hostKey !== undefined && isSameKey(target.hostKey, shown))) return undefined;
    const about = { attempted: 'comparing the host key', subject: describeTarget(target), found: describeKey(shown) };
    if (target.hostKey === undefined) return new DrydockError('SSH_HOST_KEY_UNKNOWN', about);
    return new DrydockError('SSH_HOST_KEY_CHANGED', { ...about, expected: describeKey(target.hostKey) });
  }
}

function credentials({ user, credential }: SshTarget): Partial<ConnectConfig> {
  if (credential.kind === 'key') return { username: user, privateKey: credential.key.reveal() };
  return { username: user, password: credential.password.reveal(), tryKeyboard: true };
}

function dial(
  target: Dialled & Partial<Pick<SshTarget, 'credential'>>,
  trust: KeyTrust,
  clock: Clock,
  signal: AbortSignal,
  login: Partial<ConnectConfig>,
): Promise<Client> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    const client = new Client();
    const end = (error: Error): void => {
      settle();
      // A late error of a connection that is given up has nobody to hear it.
      client.on('error', () => undefined);
      client.destroy();
      reject(error);
    };
    const onAbort = (): void => end(abortReason(signal));
    const cancel = after(clock, target.deadline, () =>
      end(unreachable(target, `no log-in within ${target.deadline / 1000} s`)),
    );
    const settle = (): void => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    client.on('ready', () => {
      settle();
      // From here on an error shows in what is run; without a listener it would end the process.
      client.on('error', () => undefined);
      resolve(client);
    });
    client.on('error', (error) => end(translate(error, target, trust)));
    client.on('close', () => end(unreachable(target, 'the connection was closed before the log-in')));
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) => {
      const password = target.credential?.kind === 'password' ? target.credential.password.reveal() : '';
      finish(prompts.map(({ echo }) => (echo === true ? '' : password)));
    });
    try {
      client.connect({
        ...login,
        host: target.host,
        port: target.port,
        algorithms: offeredAlgorithms(target.oldSsh, target.hostKey?.type),
        hostVerifier: trust.accepts,
        // The deadline above is the one that counts.
        readyTimeout: 0,
        keepaliveInterval: 15_000,
        keepaliveCountMax: 3,
      });
    } catch (error) {
      // It looks at the private key at once, and throws where it cannot read it; the text never holds the key.
      end(
        new DrydockError('SSH_KEY_UNREADABLE', { attempted: 'reading the private key', found: describeCause(error) }),
      );
    }
  });
}

function translate(error: Error & { level?: string }, target: Dialled, trust: KeyTrust): DrydockError {
  const refusal = trust.refusal();
  if (refusal !== undefined) return refusal;
  const found = describeCause(error);
  if (error.level === 'client-authentication') {
    return new DrydockError('SSH_LOGIN_REFUSED', { attempted: 'logging in', subject: describeTarget(target), found });
  }
  if (/no matching host key/i.test(found) && target.hostKey !== undefined) {
    return new DrydockError('SSH_HOST_KEY_CHANGED', {
      attempted: 'asking for the host key',
      subject: describeTarget(target),
      expected: describeKey(target.hostKey),
      found: 'it has no key of that type, or none that signs as Drydock accepts it',
    });
  }
  if (/no matching/i.test(found)) {
    return new DrydockError('SSH_NO_COMMON_ALGORITHM', {
      attempted: 'agreeing on how to encrypt',
      subject: describeTarget(target),
      found,
    });
  }
  return unreachable(target, found);
}

function unreachable(target: Dialled, found: string): DrydockError {
  return new DrydockError('SSH_UNREACHABLE', {
    attempted: 'connecting over SSH',
    subject: describeTarget(target),
    found,
  });
}
