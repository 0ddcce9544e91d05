/** What a person may do with a rollout now, and what that will do. */
import type { RolloutCommandName, RolloutState, RolloutStatus } from '../../contract/rollout.js';

export interface RolloutAction {
  readonly command: RolloutCommandName;
  readonly label: string;
  readonly title: string;
  readonly says: readonly string[];
  readonly reason: 'needed' | 'optional' | 'none';
  readonly pools: readonly string[] | null;
  /** Whether runs that are under way are a question of their own. */
  readonly asksOfRuns: boolean;
  readonly danger: boolean;
}

const takenIn: Readonly<Record<RolloutCommandName, readonly RolloutState[]>> = {
  start: ['planned'],
  pause: ['running'],
  resume: ['paused', 'stopped'],
  approve: ['running', 'paused', 'stopped'],
  retry: ['running', 'paused', 'stopped'],
  skip: ['running', 'paused', 'stopped'],
  abort: ['planned', 'running', 'paused', 'stopped'],
};

const order: readonly RolloutCommandName[] = ['start', 'approve', 'resume', 'retry', 'pause', 'skip', 'abort'];

export function rolloutActions(rollout: RolloutStatus): readonly RolloutAction[] {
  return order
    .filter((command) => takenIn[command].includes(rollout.state))
    .map((command) => actionFor(command, rollout))
    .filter((action) => action !== null);
}

function actionFor(command: RolloutCommandName, rollout: RolloutStatus): RolloutAction | null {
  const common = { command, reason: 'optional', pools: null, asksOfRuns: false, danger: false } as const;
  const { name } = rollout;
  const waiting = rollout.waves.find(({ state }) => state === 'awaiting-approval');
  switch (command) {
    case 'start':
      return {
        ...common,
        label: 'Start',
        title: `Start the rollout ${name}?`,
        reason: 'none',
        says: ['The pools of the first wave are begun, as many at a time as its limits allow.'],
      };
    case 'approve':
      if (waiting === undefined) return null;
      return {
        ...common,
        label: `Approve ${waiting.name}`,
        title: `Let ${waiting.name} begin?`,
        reason: 'none',
        says: [`Its pools are begun: ${waiting.pools.map(({ pool }) => pool).join(', ')}.`],
      };
    case 'resume':
      return {
        ...common,
        label: 'Resume',
        title: `Resume the rollout ${name}?`,
        reason: 'none',
        says: [
          'Pools and hosts whose turn it is are begun again.',
          ...(rollout.state === 'stopped' ? ['The failures up to now count no more: you have looked at them.'] : []),
        ],
      };
    case 'pause':
      return {
        ...common,
        label: 'Pause',
        title: `Pause the rollout ${name}?`,
        says: ['Hosts at work finish. No other host and no other pool is begun until it is resumed.'],
      };
    case 'retry':
      return withPools(['refused', 'aborted', 'skipped'], rollout, {
        ...common,
        label: 'Retry a pool',
        title: 'Try a pool again?',
        says: ['It is looked at anew, and its run goes on or is planned again.'],
      });
    case 'skip':
      return withPools(['queued', 'refused', 'aborted', 'stopped'], rollout, {
        ...{ ...common, label: 'Skip a pool', title: 'Leave a pool out of this rollout?', reason: 'needed' },
        says: ['It stays as it is now. The report names it, with your reason.'],
      });
    case 'abort':
      return {
        ...common,
        label: 'Abort',
        title: `Abort the rollout ${name}?`,
        danger: true,
        asksOfRuns: rollout.atWork.pools > 0,
        says: ['No other pool is begun.', 'An aborted rollout cannot be resumed.'],
      };
  }
}

function withPools(states: readonly string[], { waves }: RolloutStatus, action: RolloutAction): RolloutAction | null {
  const pools = waves.flatMap((wave) =>
    wave.pools.filter(({ state }) => states.includes(state)).map(({ pool }) => pool),
  );
  return pools.length === 0 ? null : { ...action, pools };
}
