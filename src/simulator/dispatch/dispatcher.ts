/** Where every call comes in: who answers at all, in which order things are refused, and what runs as a task. */
import { linkSignals } from '../../shared/linked-signal.js';
import type { CallSignature } from '../../releases/calls/call-signature.js';
import type { Host, Session } from '../state/objects.js';
import type { Reply, WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { Call, type Handler } from './call.js';
import { ConnectionLost, ConnectionRefused } from './connection-errors.js';
import { emergencyAnswer, memberAnswer } from './local-answers.js';
import { handlerFor } from './handlers.js';
import { readMethodName, type MethodName } from './method-name.js';
import { cancelSignal, collectTasks, createTask, internalError, runTask } from './tasks.js';

/**
 * One call to one host.
 * @throws ConnectionRefused when nothing listens there, ConnectionLost when the answer never comes.
 */
export async function dispatch(
  world: World,
  receiver: Host,
  method: string,
  params: readonly WireValue[],
): Promise<Reply> {
  world.settle();
  collectTasks(world);
  if (receiver.agent === 'off' || receiver.agent === 'starting') throw new ConnectionRefused(receiver.address);
  if (world.strikes('connection-refused', { host: receiver, method }) !== undefined) {
    throw new ConnectionRefused(receiver.address);
  }
  const reply = await answer(world, receiver, method, params);
  if (world.strikes('reply-lost', { host: receiver, method }) !== undefined) throw new ConnectionLost(receiver.address);
  return reply;
}

async function answer(world: World, receiver: Host, method: string, params: readonly WireValue[]): Promise<Reply> {
  try {
    return { Status: 'Success', Value: await resolve(world, receiver, method, params) };
  } catch (error) {
    if (error instanceof ConnectionLost) throw error;
    const description = error instanceof XapiFailure ? error.description : internalError(world, error);
    return { Status: 'Failure', ErrorDescription: description };
  }
}

async function resolve(world: World, receiver: Host, method: string, params: readonly WireValue[]): Promise<WireValue> {
  const name = readMethodName(method, receiver.running);
  if (receiver.agent === 'emergency') return emergencyAnswer(receiver, name.name);
  if (receiver.agent === 'member') return memberAnswer(world, name.name);
  failByScript(world, receiver, method);
  const session = checkSession(world, receiver, name, params);
  const { signature } = name;
  if (signature === undefined) throw XapiFailure.of('MESSAGE_METHOD_UNKNOWN', method);
  const given = signature.needsSession ? params.slice(1) : params;
  checkArity(signature, given.length);
  const handler = handlerFor(signature);
  if (handler === undefined) throw XapiFailure.of('NOT_IMPLEMENTED', signature.name);
  if (signature.role !== 'read-only') world.history.record('call-received', receiver.uuid, { method });
  return name.asynchronous
    ? startTask(world, receiver, signature, given, session, handler)
    : callNow(new Call(world, receiver, signature, given, session, null, world.coordinatorLife), handler);
}

function failByScript(world: World, receiver: Host, method: string): void {
  const fault = world.strikes('call-fails', { host: receiver, method });
  if (fault !== undefined) throw new XapiFailure(fault.error ?? ['INTERNAL_ERROR', 'scripted']);
}

/** The session comes first: a bad one hides every other mistake, an unknown method included. */
function checkSession(world: World, receiver: Host, name: MethodName, params: readonly WireValue[]): Session | null {
  const needed = name.signature?.needsSession ?? params.length > 0;
  if (!needed) return null;
  const [ref] = params;
  if (typeof ref !== 'string') throw XapiFailure.of('SESSION_INVALID', '');
  const struck = world.strikes('session-lost', { host: receiver, method: name.name });
  if (struck !== undefined) world.state.sessions.delete(ref);
  const session = world.state.sessions.get(ref);
  if (session === undefined) throw XapiFailure.of('SESSION_INVALID', ref);
  session.lastActive = world.now();
  return session;
}

/** Both numbers are without the session. */
function checkArity(signature: CallSignature, given: number): void {
  const tooMany = given > signature.parameters.length && !signature.ignoresSurplus;
  if (given >= signature.required && !tooMany) return;
  throw XapiFailure.of(
    'MESSAGE_PARAMETER_COUNT_MISMATCH',
    signature.name,
    String(signature.parameters.length),
    String(given),
  );
}

function startTask(
  world: World,
  receiver: Host,
  signature: CallSignature,
  given: readonly WireValue[],
  session: Session | null,
  handler: Handler,
): string {
  const task = createTask(world, receiver, `Async.${signature.name}`);
  const { signal, release } = linkSignals(world.coordinatorLife, cancelSignal(task));
  world.spawn(async () => {
    await runTask(world, task, async () => handler(new Call(world, receiver, signature, given, session, task, signal)));
    release();
  });
  return task.ref;
}

/** When the coordinator goes down during a call, its caller sees the connection break. */
async function callNow(call: Call, handler: Handler): Promise<WireValue> {
  try {
    const value = await handler(call);
    if (call.signal.aborted) throw new ConnectionLost(call.receiver.address);
    return value;
  } catch (error) {
    if (call.signal.aborted && !(error instanceof XapiFailure)) throw new ConnectionLost(call.receiver.address);
    throw error;
  }
}
