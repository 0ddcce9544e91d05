// Rollouts that answer from a script, for the tests of the control socket and of the commands that use it.
import type { RolloutApi, RolloutCommand, RolloutStatus } from '../../src/contract/rollout.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

export interface ScriptedRollouts extends RolloutApi {
  readonly commands: { readonly rollout: string; readonly command: RolloutCommand }[];
}

export function rolloutPicture(changes: Partial<RolloutStatus> = {}): RolloutStatus {
  return {
    ...{ rollout: 'rollout-1', name: 'autumn', state: 'running', reason: 'canary: 0 of 1 done, 1 at work' },
    ...{ startedAt: 0, endedAt: null },
    limits: { pools: 2, hosts: 3, failureBudget: 1 },
    atWork: { pools: 1, hosts: 1, failures: 0 },
    waves: [
      {
        ...{ name: 'canary', canary: true, state: 'running' },
        pools: [
          {
            ...{ pool: 'lab', state: 'running', run: 'rollout-1.1', reason: 'started by ann' },
            ...{ hosts: { total: 3, finished: 1 }, startedAt: 0, endedAt: null },
          },
        ],
      },
    ],
    ...changes,
  };
}

export function scriptedRollouts(picture: RolloutStatus = rolloutPicture()): ScriptedRollouts {
  const commands: ScriptedRollouts['commands'] = [];
  const known = async (id: string): Promise<void> => {
    await Promise.resolve();
    if (id !== picture.rollout)
      throw new DrydockError('ROLLOUT_UNKNOWN', { attempted: 'looking up a rollout', subject: id });
  };
  return {
    commands,
    plan: ({ description }) => {
      const problems = description.name === 'blocked' ? ['ha-off (lab): HA is on'] : [];
      const pools = description.pools.map(({ pool }) => ({
        ...{ pool, wave: 'canary', hosts: 3, problems, findings: [] },
        duration: { least: 60_000, expected: 120_000, most: 180_000 },
      }));
      const blocked = problems.length > 0;
      return Promise.resolve({
        rollout: blocked ? null : picture.rollout,
        hash: blocked ? null : 'a'.repeat(64),
        ...{ pools, text: blocked ? [] : ['Rollout autumn: 1 pools'] },
      });
    },
    list: () => Promise.resolve([picture]),
    status: async (id) => {
      await known(id);
      return picture;
    },
    command: async (rollout, command) => {
      await known(rollout);
      commands.push({ rollout, command });
      return picture;
    },
    report: async (id, format) => {
      await known(id);
      return format === 'json' ? '{"rollout":"rollout-1"}' : '# Rollout autumn\n';
    },
  };
}
