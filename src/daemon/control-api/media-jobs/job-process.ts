/** Starts the process of an import or verification, and hears what it tells. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseJson } from '../../../shared/json-text.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { entryModule } from '../../../shared/installation.js';
import { jobMessageSchema, type JobMessage, type JobOrder } from './job-messages.js';

export interface JobProcess {
  /** Its last word; a process that ends without one has failed. */
  readonly ended: Promise<Exclude<JobMessage, { kind: 'progress' }>>;
  cancel(): void;
}

export type StartJob = (order: JobOrder, heard: (message: JobMessage) => void) => JobProcess;

/** An import needs none of the secrets that the environment of the controller may hold. */
const handedOn =
  /^(?:PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|(?:https?|no|all)_proxy)$/i;

/** A cancelled one has this long to clear up after itself. */
const patience = 20_000;

export const startJob: StartJob = (order, heard) => {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => handedOn.test(name)));
  const child = spawn(
    process.execPath,
    [...process.execArgv, entryModule('daemon/control-api/media-jobs/media-job-main')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: environment,
    },
  );
  let last: Exclude<JobMessage, { kind: 'progress' }> | undefined;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const parsed = jobMessageSchema.safeParse(parseJson(line));
    if (!parsed.success) return;
    if (parsed.data.kind !== 'progress') last = parsed.data;
    heard(parsed.data);
  });
  // It may end before it has read what it is told.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(order));
  return {
    ended: new Promise((resolve) => {
      child.once('error', (cause) => resolve({ kind: 'failed', error: { ...silent(cause.message).toJSON() } }));
      child.once('close', (code, signal) => {
        resolve(last ?? { kind: 'failed', error: { ...silent(signal ?? `exit code ${code ?? 0}`).toJSON() } });
      });
    }),
    cancel: () => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), patience).unref();
    },
  };
};

function silent(found: string): DrydockError {
  return new DrydockError('PROCESS_START_FAILED', { attempted: 'working on a medium', found });
}
