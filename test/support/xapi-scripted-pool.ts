/** Hosts without sockets: a wire transport that answers from a function and remembers what was sent to whom. */
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { Secret } from '../../src/shared/secret.js';
import { systemClock } from '../../src/shared/clock.js';
import type { ConnectOptions } from '../../src/xapi/connection/connect-options.js';
import type { WireTransport } from '../../src/xapi/transport/wire-transport.js';
import type { WireReply, WireValue } from '../../src/xapi/wire/wire-value.js';

export interface SentCall {
  readonly address: string;
  readonly method: string;
  readonly params: readonly WireValue[];
}

/** What becomes of a call: a reply, no connection, a reply that is lost, or nothing until the caller gives up. */
export type Outcome = WireReply | 'unreachable' | 'lost' | 'garbled' | 'silent';

export function success(value: WireValue = ''): WireReply {
  return { status: 'success', value };
}

export function failure(code: string, ...params: string[]): WireReply {
  return { status: 'failure', code, params };
}

/** A value that has to be text, such as a reference among the arguments. */
export function text(value: WireValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`text was expected, not ${JSON.stringify(value)}`);
}

export class ScriptedPool {
  readonly sent: SentCall[] = [];
  #sessions = 0;

  /** `answer` gets each call but logins that it leaves undefined: those succeed with a new session. */
  constructor(private readonly answer: (call: SentCall, count: number) => Outcome | undefined) {}

  readonly transport: WireTransport = async ({ address, method, params, signal }) => {
    const call = { address, method, params };
    this.sent.push(call);
    const outcome = this.answer(call, this.count(method)) ?? this.#usual(method);
    switch (outcome) {
      case 'unreachable':
        throw new DrydockError('XAPI_UNREACHABLE', { attempted: 'connecting to a host', found: 'ECONNREFUSED' });
      case 'lost':
        throw new DrydockError('XAPI_REPLY_LOST', {
          attempted: 'waiting for the reply of a host',
          found: 'ECONNRESET',
        });
      case 'garbled':
        throw new DrydockError('XAPI_REPLY_INVALID', { attempted: 'reading the reply of a host' });
      case 'silent':
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(
              new DrydockError('XAPI_REPLY_LOST', { attempted: 'waiting for the reply of a host', found: 'silence' }),
            ),
          );
        });
      default:
        return outcome;
    }
  };

  count(method: string): number {
    return this.sent.filter((call) => call.method === method).length;
  }

  options(overrides: Partial<ConnectOptions> = {}): ConnectOptions {
    return {
      addresses: ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
      credentials: { user: 'root', password: new Secret('correct horse') },
      certificates: { expectedFingerprint: () => undefined },
      clock: systemClock,
      transport: this.transport,
      ...overrides,
    };
  }

  #usual(method: string): WireReply {
    if (method === 'session.login_with_password') return success(`OpaqueRef:session-${++this.#sessions}`);
    if (method === 'session.logout') return success();
    return failure('MESSAGE_METHOD_UNKNOWN', method);
  }
}

/** The error of a promise that must reject with one of the product's errors. */
export async function errorOf(promise: Promise<unknown>): Promise<DrydockError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof DrydockError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
