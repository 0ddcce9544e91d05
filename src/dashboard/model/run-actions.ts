/** What a person may do with a run now, and the sentence that says beforehand what it will do. */
import type { RunCommandName } from '../../contract/control.js';
import type { HostStatus, RunState, RunStatus } from '../../contract/run-status.js';
import { count } from './units.js';

export interface RunAction {
  readonly command: RunCommandName;
  readonly label: string;
  readonly title: string;
  /** What happens, a sentence each. */
  readonly says: readonly string[];
  readonly reason: 'needed' | 'optional' | 'none';
  /** For these the host must be named. */
  readonly hosts: readonly { readonly uuid: string; readonly name: string }[] | null;
  readonly danger: boolean;
  /** Carried out at once: nothing is changed that could not be taken back. */
  readonly asks: boolean;
}

/** The states in which the controller takes each command (a test holds it to the controller's own table). */
export const takenIn: Readonly<Record<RunCommandName, readonly RunState[]>> = {
  start: ['planned'],
  pause: ['running', 'waiting'],
  resume: ['paused'],
  approve: ['running', 'waiting', 'paused', 'stopped'],
  retry: ['stopped'],
  skip: ['running', 'waiting', 'paused', 'stopped'],
  abort: ['planned', 'running', 'waiting', 'paused', 'stopped'],
  'give-up': ['stopped'],
};

const order: readonly RunCommandName[] = ['start', 'approve', 'resume', 'retry', 'pause', 'skip', 'give-up', 'abort'];

/** In the order in which they stand on the page: what goes on first, what ends last. */
export function runActions(run: RunStatus): readonly RunAction[] {
  const word = wordInAbort(run);
  if (word !== null) return [word];
  return order
    .filter((command) => takenIn[command].includes(run.state))
    .map((command) => actionFor(command, run))
    .filter((action) => action !== null);
}

function actionFor(command: RunCommandName, run: RunStatus): RunAction | null {
  const common = { command, reason: 'optional', hosts: null, danger: false, asks: true } as const;
  const at = run.hosts.find(({ state }) => !['queued', 'done', 'skipped'].includes(state));
  switch (command) {
    case 'start':
      return {
        ...{ ...common, label: 'Start', title: `Start the upgrade of ${run.pool}?`, reason: 'none' },
        says: [
          `${count(run.hosts.length, 'host')} will be taken out of service one after the other, emptied, installed anew from ${run.media} and proven.`,
          'The run goes on in the controller, whether this page is open or not.',
        ],
      };
    case 'pause':
      return {
        ...{ ...common, label: 'Pause', title: `Pause the upgrade of ${run.pool}?` },
        says: [pauseSays(at), 'It waits without a limit until you resume it. What it has changed so far stays.'],
      };
    case 'resume':
      return {
        ...{ ...common, label: 'Resume', title: `Resume the upgrade of ${run.pool}?`, reason: 'none', asks: false },
        says: ['The next host is checked again, and begun if nothing stands in the way.'],
      };
    case 'approve':
      return approval(run);
    case 'retry':
      return {
        ...{ ...common, label: 'Retry', title: at === undefined ? 'Try again?' : `Try ${at.name} again?` },
        says: [
          'What the run stopped at is done once more, from what is true now. The cause should be put right before.',
        ],
      };
    case 'skip':
      return skipping(run);
    case 'give-up':
      return givingUp(run);
    case 'abort':
      return {
        ...{ ...common, label: 'Abort', title: `Abort the upgrade of ${run.pool}?`, danger: true },
        says: abortSays(run, at),
      };
  }
}

/** There is no pause point between armed and proven: stopping to watch would not stop the installer. */
function pauseSays(at: HostStatus | undefined): string {
  if (at === undefined) return 'No further host is begun.';
  if (['armed', 'installing', 'returned'].includes(at.state))
    return `${at.name} may be installing, and is let finish; the run waits as soon as it is proven.`;
  return `${at.name} stays as it is, out of service, until you resume or abort.`;
}

/** Offered only where the run itself says that it waits for a word. */
function approval(run: RunStatus): RunAction | null {
  const host = awaitingApproval(run);
  if (host === undefined) return null;
  return {
    ...{ command: 'approve', label: `Approve ${host.name}`, title: `Approve ${host.name}?`, reason: 'none' },
    ...{ hosts: null, danger: false, asks: true },
    says: [`${host.name} is taken out of service, emptied and installed anew. It cannot be stopped once it is armed.`],
  };
}

/** The host that waits for a person's word: the controller says so in its reason. */
export function awaitingApproval(run: RunStatus): HostStatus | undefined {
  if (!['running', 'waiting', 'paused'].includes(run.state)) return undefined;
  return run.hosts.find(
    (host) => !['done', 'skipped'].includes(host.state) && /approv/i.test(`${host.reason} ${run.reason}`),
  );
}

function skipping(run: RunStatus): RunAction | null {
  const hosts = run.hosts.slice(1).filter(({ state }) => !['done', 'skipped', 'armed', 'installing'].includes(state));
  if (hosts.length === 0) return null;
  return {
    ...{ command: 'skip', label: 'Skip a host', title: 'Leave a host out of this run?' },
    says: [
      'It stays at its old version, in a pool whose other hosts are newer. VMs cannot move to it from upgraded hosts.',
      'The report names it, with your reason.',
    ],
    ...{ reason: 'needed', hosts: hosts.map(({ uuid, name }) => ({ uuid, name })), danger: false, asks: true },
  };
}

function givingUp(run: RunStatus): RunAction | null {
  const hosts = run.hosts.filter(({ state }) => state === 'failed');
  if (hosts.length === 0) return null;
  return {
    ...{ command: 'give-up', label: 'Give a host up', title: 'Give this host up?' },
    says: [
      'Say so only of a host that will not come back by itself: its address on the media server is closed for good.',
      'If it is still installing, it is left without a system.',
    ],
    ...{ reason: 'needed', hosts: hosts.map(({ uuid, name }) => ({ uuid, name })), danger: true, asks: true },
  };
}

/** An abort of Manual mode waits for a word about a host that was handed over; the controller says so in its reason. */
function wordInAbort(run: RunStatus): RunAction | null {
  if (run.state !== 'undoing' || !/upgrade give-up/.test(run.reason)) return null;
  const hosts = run.hosts.filter(({ state }) => state === 'armed');
  if (hosts.length === 0) return null;
  return {
    ...{ command: 'give-up', label: 'Take a host back', title: 'Was nothing begun at its console?' },
    says: [
      'Its address on the media server is closed, it is put back into service, and the abort goes on.',
      'If somebody has begun the installation, wait for it instead: without its address the host is left without a system.',
    ],
    ...{ reason: 'needed', hosts: hosts.map(({ uuid, name }) => ({ uuid, name })), danger: true, asks: true },
  };
}

function abortSays(run: RunStatus, at: HostStatus | undefined): readonly string[] {
  if (run.state === 'planned') return ['The plan is put away. Nothing was changed yet.'];
  const open = run.changes.filter(({ undo }) => undo !== 'done').length;
  const upgraded = run.hosts.filter(({ state }) => state === 'done').length;
  const left = run.hosts.filter(({ state }) => state === 'queued').length;
  return [
    ...(at !== undefined && ['armed', 'installing', 'returned'].includes(at.state)
      ? [`${at.name} is left to finish: a host that installs cannot be called back.`]
      : []),
    `${count(left, 'host')} not begun ${left === 1 ? 'stays' : 'stay'} as ${left === 1 ? 'it is' : 'they are'}; ${count(upgraded, 'upgraded host')} ${upgraded === 1 ? 'stays' : 'stay'} upgraded.`,
    `${count(open, 'change')} that the run made ${open === 1 ? 'is' : 'are'} undone, as far as the pool allows it now; the rest is listed with the commands that do it.`,
    'An aborted run cannot be resumed. What is left is done by a new one.',
  ];
}
