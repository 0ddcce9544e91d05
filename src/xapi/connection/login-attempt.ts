/** One login at one host, and what its answer means: a session, the way to the coordinator, or a diagnosis. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { describeNetworkError } from '../transport/dial.js';
import { withDeadline } from '../transport/deadline.js';
import type { WireTransport } from '../transport/wire-transport.js';
import type { WireReply } from '../wire/wire-value.js';
import { defaultDeadlines, type ConnectOptions } from './connect-options.js';
import { describeFailure } from './failure.js';

export interface Session {
  readonly address: string;
  /** A secret while it lives: whoever holds it is logged in. */
  readonly reference: string;
}

/** `error` of a host that did not log us in; `decisive` when asking the other hosts would not help or not be right. */
export type LoginAnswer =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'member'; readonly coordinator: string; readonly answer: string }
  | { readonly kind: 'api-error'; readonly answer: string }
  | { readonly kind: 'no-answer'; readonly answer: string }
  | { readonly kind: 'refused'; readonly answer: string; readonly error: DrydockError };

/** xapi ignores the version; 1.x is what the oldest releases expect to see. */
const apiVersion = '1.0';

export async function attemptLogin(
  address: string,
  options: ConnectOptions,
  transport: WireTransport,
  signal: AbortSignal,
): Promise<LoginAnswer> {
  const deadline = options.deadlines?.login ?? defaultDeadlines.login;
  const late = (): Error => new Error(`no answer within ${deadline / 1000} s`);
  const { user, password, currentPassword } = options.credentials;
  try {
    const current = (await currentPassword?.()) ?? password;
    const params = [user, current.reveal(), apiVersion, options.originator ?? 'drydock'];
    const reply = await withDeadline({ clock: options.clock, deadline, signal, late }, (limit) =>
      transport({ address, method: 'session.login_with_password', params, deadline, signal: limit }),
    );
    return readAnswer(address, reply, user);
  } catch (error) {
    return readError(error);
  }
}

function readAnswer(address: string, reply: WireReply, user: string): LoginAnswer {
  if (reply.status === 'success') {
    if (typeof reply.value === 'string' && reply.value !== '') {
      return { kind: 'session', session: { address, reference: reply.value } };
    }
    return { kind: 'no-answer', answer: 'a login without a session' };
  }
  const answer = describeFailure(reply.code, reply.params);
  const [coordinator] = reply.params;
  if (reply.code === 'HOST_IS_SLAVE' && coordinator !== undefined) return { kind: 'member', coordinator, answer };
  if (reply.code !== 'SESSION_AUTHENTICATION_FAILED') return { kind: 'api-error', answer };
  const error = new DrydockError('XAPI_LOGIN_REFUSED', {
    attempted: `logging in as ${user}`,
    subject: address,
    found: reply.code,
    data: { address, user },
  });
  return { kind: 'refused', answer: reply.code, error };
}

const refusals = ['XAPI_CERTIFICATE_CHANGED', 'XAPI_CERTIFICATE_UNKNOWN', 'XAPI_ADDRESS_INVALID'];

function readError(error: unknown): LoginAnswer {
  if (!(error instanceof DrydockError)) return { kind: 'no-answer', answer: describeNetworkError(error) };
  if (refusals.includes(error.code)) return { kind: 'refused', answer: error.code, error };
  return { kind: 'no-answer', answer: error.details.found ?? error.code };
}
