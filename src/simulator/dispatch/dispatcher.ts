/** Where every call comes in: who answers at all, in which order things are refused, and what runs as a task. */
import type { CallSignature } from '../../releases/calls/call-signature.js';
import type { Host, Session } from '../state/objects.js';
import type { Reply, WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { callFaults, type CallFaults } from '../faults/call-faults.js';
import { XapiFailure } from '../xapi-failure.js';
import { Call, type Handler } from './call.js';
import { ConnectionLost, ConnectionRefused, ConnectionTimedOut } from './connection-errors.js';
import { doorOf } from './door.js';
import { localAnswer, refuseLocally } from './local-answers.js';
import { handlerFor } from './handlers.js';
import { readMethodName, type MethodName } from './method-name.js';
import { cancelSignal, collectTasks, createTask, internalError, runTask } from './tasks.js';

/**
 * One call to one host.
 * @throws ConnectionRefused when nothing listens there, ConnectionTimedOut when the machine is silent, ConnectionLost when the answer
 * never comes.
 */
export async function dispatch(
  world: World,
  receiver: Host,
  method: string,
  params: readonly WireValue[],
): Promise<Reply> {
  world.settle();
  collectTasks(world);
  await passDoor(world, receiver);
  if (world.state.conditions.closedPorts.has(receiver.ref)) throw new ConnectionRefused(receiver.address);
  const faults = callFaults(world, receiver, method, params);
  await faults.before();
  return faults.after(faults.refusal() ?? (await answer(world, receiver, method, params, faults)));
}

async function passDoor(world: World, host: Host): Promise<void> {
  const door = doorOf(host, world.now(), world.times);
  if (door === 'open') return;
  if (door === 'broken') throw new ConnectionLost(host.address);
  if (door === 'refused') throw new ConnectionRefused(host.address);
  await world.sleep(world.times.connectTimeout);
  throw new ConnectionTimedOut(host.address);
}

async function answer(
  world: World,
  receiver: Host,
  method: string,
  params: readonly WireValue[],
  faults: CallFaults,
): Promise<Reply> {
  try {
    return { Status: 'Success', Value: await resolve(world, receiver, method, params, faults) };
  } catch (error) {
    if (error instanceof ConnectionLost) throw error;
    const description = error instanceof XapiFailure ? error.description : internalError(world, error);
    return { Status: 'Failure', ErrorDescription: description };
  }
}

async function resolve(
  world: World,
  receiver: Host,
  method: string,
  params: readonly WireValue[],
  faults: CallFaults,
): Promise<WireValue> {
  const name = readMethodName(method, receiver.running);
  const local = localAnswer(world, receiver, name.name, params);
  if (local !== undefined) return local;
  refuseLocally(world, receiver);
  const session = checkSession(world, name, params);
  const { signature } = name;
  if (signature === undefined) throw XapiFailure.of('MESSAGE_METHOD_UNKNOWN', method);
  const given = signature.needsSession ? params.slice(1) : params;
  checkArity(signature, given.length);
  const rule = handlerFor(signature);
  if (rule === undefined) throw XapiFailure.of('NOT_IMPLEMENTED', signature.name);
  const handler: Handler = (call) => faults.work(call, async () => rule(call));
  if (signature.role !== 'read-only') world.history.record('call-received', receiver.uuid, { method });
  return name.asynchronous
    ? startTask(world, receiver, signature, given, session, handler)
    : callNow(new Call(world, receiver, signature, given, session, null, world.coordinatorLife), handler);
}

/** The session comes first: a bad one hides every other mistake, an unknown method included. */
function checkSession(world: World, name: MethodName, params: readonly WireValue[]): Session | null {
  const needed = name.signature?.needsSession ?? params.length > 0;
  if (!needed) return null;
  const [ref] = params;
  if (typeof ref !== 'string') throw XapiFailure.of('SESSION_INVALID', '');
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
  const signal = AbortSignal.any([world.coordinatorLife, cancelSignal(task)]);
  world.spawn(() =>
    runTask(world, task, async () => handler(new Call(world, receiver, signature, given, session, task, signal))),
  );
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
