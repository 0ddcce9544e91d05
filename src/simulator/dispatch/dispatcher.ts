/** Where every call comes in: who answers at all, in which order things are refused, and what runs as a task. */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { linkSignals } from '../../shared/linked-signal.js';
import type { CallSignature } from '../../releases/calls/call-signature.js';
import type { ApiLevel } from '../../releases/since.js';
import type { Host, Session } from '../state/objects.js';
import type { Reply, WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { callFaults, type CallFaults } from '../faults/call-faults.js';
import { XapiFailure } from '../xapi-failure.js';
import { Call, type Handler } from './call.js';
import { ConnectionLost, ConnectionRefused, ConnectionTimedOut } from './connection-errors.js';
import { doorOf } from './door.js';
import { localAnswer, refuseInEmergency, refuseOnMember } from './local-answers.js';
import { methodNames } from './method-names.js';
import { collectSessions } from './session-collection.js';
import { handlerFor } from './handlers.js';
import { readMethodName, type MethodName } from './method-name.js';
import { checkAsyncForm, checkCount, checkRole, checkTexts, checkTypes } from './refusals.js';
import { collectTasks } from './task-collection.js';
import { cancelSignal, createTask, internalError, runTask } from './tasks.js';

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
  collectSessions(world);
  await passDoor(world, receiver);
  if (world.state.conditions.closedPorts.has(receiver.ref)) throw new ConnectionRefused(receiver.address);
  const faults = callFaults(world, receiver, method, params);
  try {
    await faults.before();
    return await faults.after(faults.refusal() ?? (await answer(world, receiver, method, params, faults)));
  } finally {
    if (!onlyReads(method)) world.changes.ring();
  }
}

function onlyReads(method: string): boolean {
  return /^\w+[._](get|from|next)_?/.test(method);
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
  refuseInEmergency(receiver);
  checkTexts(params, receiver.running);
  if (name.name === 'system.listMethods') return methodNames(receiver.running);
  refuseOnMember(world, receiver);
  const { signature } = name;
  if (signature !== undefined) checkArguments(signature, params, receiver.running);
  const session = checkSession(world, receiver, name, params);
  if (signature === undefined) throw XapiFailure.of('MESSAGE_METHOD_UNKNOWN', name.name);
  if (signature.removed) throw XapiFailure.of('MESSAGE_REMOVED');
  checkAsyncForm(signature, name.asynchronous);
  const given = signature.needsSession ? params.slice(1) : params;
  if (!name.asynchronous) checkRole(signature, session);
  const rule = handlerFor(signature);
  if (rule === undefined) throw XapiFailure.of('NOT_IMPLEMENTED', signature.name);
  const handler: Handler = (call) => faults.work(call, async () => rule(call));
  if (signature.role !== 'read-only') world.history.record('call-received', receiver.uuid, { method });
  return name.asynchronous
    ? startTask(world, receiver, signature, given, session, handler)
    : callNow(new Call(world, receiver, signature, given, session, null, world.coordinatorLife), handler);
}

/** A bad session hides what comes after it; an unknown method is one of that since releases have extensions. */
function checkSession(world: World, receiver: Host, name: MethodName, params: readonly WireValue[]): Session | null {
  const needed = name.signature?.needsSession ?? (params.length > 0 && apiBehaviour(receiver.running).hasExtensions);
  if (!needed) return null;
  const [ref] = params;
  if (typeof ref !== 'string') throw XapiFailure.of('SESSION_INVALID', '');
  const session = world.state.sessions.get(ref);
  if (session === undefined) throw XapiFailure.of('SESSION_INVALID', ref);
  session.lastActive = world.now();
  return session;
}

/** Before the session: a call of the wrong form is refused whoever makes it. A removed call has no arguments to look at. */
function checkArguments(signature: CallSignature, params: readonly WireValue[], level: ApiLevel): void {
  checkCount(signature, params);
  if (!signature.removed) checkTypes(signature, params, level);
}

function startTask(
  world: World,
  receiver: Host,
  signature: CallSignature,
  given: readonly WireValue[],
  session: Session | null,
  handler: Handler,
): string {
  const task = createTask(world, receiver, session, `Async.${signature.name}`);
  const { signal, release } = linkSignals(world.coordinatorLife, cancelSignal(task));
  world.spawn(async () => {
    await runTask(world, task, async () => {
      checkRole(signature, session);
      return handler(new Call(world, receiver, signature, given, session, task, signal));
    });
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
