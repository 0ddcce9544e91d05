/**
 * `PUT /import_raw_vdi`: a disk that is written over HTTP (import_raw_vdi.ml). The answer comes before the body; how the transfer
 * ended stands in the task alone.
 */
import { ConnectionLost } from '../dispatch/connection-errors.js';
import { runTask } from '../dispatch/tasks.js';
import type { Host, Task, Vdi } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

export const importPath = '/import_raw_vdi';

export interface BegunUpload {
  /** 401 for a session that is none, 404 for a disk that is not there; 200 only means that reading begins. */
  readonly status: number;
  /** @throws ConnectionLost where the transfer breaks */
  readonly receive: (body: AsyncIterable<Uint8Array>) => Promise<void>;
}

const refused = (status: number): BegunUpload => ({ status, receive: () => Promise.resolve() });

export function beginImport(world: World, receiver: Host, query: URLSearchParams, bytes: number): BegunUpload {
  const session = world.state.sessions.get(query.get('session_id') ?? '');
  if (session === undefined) return refused(401);
  session.lastActive = world.now();
  const wanted = query.get('vdi') ?? '';
  const disk = [...world.state.vdis.values()].find(({ ref, uuid }) => ref === wanted || uuid === wanted);
  if (disk === undefined) return refused(404);
  const task = world.state.tasks.get(query.get('task_id') ?? '');
  return {
    status: 200,
    receive: async (body) => {
      const work = receive(world, receiver, disk, bytes, body);
      if (task !== undefined) await settle(world, task, work);
      await work;
    },
  };
}

/** Whoever sends sees a broken connection; whoever asks the task sees an error. */
async function settle(world: World, task: Task, work: Promise<void>): Promise<void> {
  await runTask(world, task, async () => {
    try {
      await work;
    } catch {
      throw XapiFailure.of('VDI_IO_ERROR', 'Device I/O errors');
    }
    return '';
  });
}

async function receive(
  world: World,
  receiver: Host,
  disk: Vdi,
  bytes: number,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { incarnation } = receiver;
  const cut = world.strikes('upload-cut', { host: receiver }) !== undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  // Not a loop over the body, which would wait for its end when it is left: who serves it cuts the connection.
  const iterator = body[Symbol.asyncIterator]();
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    parts.push(next.value);
    length += next.value.byteLength;
    if (cut && length > bytes / 2) throw new ConnectionLost(receiver.address);
  }
  if (length !== bytes || bytes > disk.size) throw new ConnectionLost(receiver.address);
  await world.sleep(Math.max(1000, (bytes / world.times.imageRate) * 1000));
  if (receiver.incarnation !== incarnation) throw new ConnectionLost(receiver.address);
  world.state.images.set(disk.ref, Buffer.concat(parts));
  world.history.record('image-written', null, { vdi: disk.uuid, bytes });
}
