/** A controller takes over the pools that it knows, and no others: what is open and nobody can go on with stands still. */
import type { OpenRollout, OpenRun } from '../../../journal/postgres/survey.js';
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';
import { surveyOf } from '../facts/database.js';

export const databasePools: DoctorCheck = {
  id: 'database-pools',
  title: 'This machine knows the pools of all open runs and rollouts, so that it can go on with them',
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Add the pool on this machine under the same name (drydock pool add NAME --host ADDR).',
  judge: ({ database, pools }) => {
    const survey = surveyOf(database);
    if (database === null || survey === undefined) return [];
    if ('unknown' in pools) {
      const remedy = 'Look at pools.json in the state folder, and at who may read it.';
      return [found('unknown', 'pools', { reason: `The known pools cannot be read: ${pools.unknown}.`, remedy })];
    }
    const { openRuns, openRollouts } = survey;
    if (openRuns.length + openRollouts.length === 0)
      return [pass(database.shown, 'There is no open run, and no open rollout.')];
    return [
      ...openRuns.map((run) => judgeRun(run, pools.value)),
      ...openRollouts.map((rollout) => judgeRollout(rollout, pools.value)),
    ];
  },
};

type KnownPools = Extract<DoctorFacts['pools'], { value: unknown }>['value'];

function judgeRun(open: OpenRun, known: KnownPools): DoctorObserved {
  const { run, pool, poolUuid, holder, isUnderWay } = open;
  const here = known.find((one) => one.pool === pool);
  const heldBy = heldText(holder);
  if (here === undefined) {
    const reason = `${pool} is not known on this machine; ${heldBy}.`;
    const { remedy } = databasePools;
    // Whoever has it goes on; this machine cannot, should that one be lost.
    if (holder !== undefined || !isUnderWay) return found('notice', run, { reason, remedy });
    return found('failure', run, { reason: `${reason} The run stands still.`, remedy });
  }
  if (here.uuid !== undefined && here.uuid !== poolUuid) {
    const reason = `${pool} is another pool here (${here.uuid}) than the one of the run (${poolUuid}).`;
    return found('failure', run, { reason, remedy: 'The same name must mean the same pool on each controller.' });
  }
  if (holder !== undefined || !isUnderWay) return pass(run, `${pool} is known here; ${heldBy}.`);
  return found('warning', run, {
    reason: `${pool} is known here, and ${heldBy}: the run stands still.`,
    remedy: remedyForIdle,
  });
}

/** It is driven by one controller, which plans each of its pools when its turn comes. */
function judgeRollout({ rollout, pools, holder, isUnderWay }: OpenRollout, known: KnownPools): DoctorObserved {
  const strange = pools.filter((name) => !known.some(({ pool }) => pool === name));
  const heldBy = heldText(holder);
  const isIdle = holder === undefined && isUnderWay;
  if (strange.length > 0) {
    const reason = `${strange.join(', ')}: not known on this machine, and yet to be begun; ${heldBy}.`;
    const { remedy } = databasePools;
    if (!isIdle) return found('notice', rollout, { reason, remedy });
    return found('failure', rollout, { reason: `${reason} The rollout stands still.`, remedy });
  }
  if (!isIdle) return pass(rollout, `All of its pools that are yet to be begun are known here; ${heldBy}.`);
  const reason = `All of its pools that are yet to be begun are known here, and ${heldBy}: the rollout stands still.`;
  return found('warning', rollout, { reason, remedy: remedyForIdle });
}

const remedyForIdle = 'Start the controller ("drydock serve"); where one runs, its log tells why it does not go on.';

function heldText(holder: string | undefined): string {
  return holder === undefined ? 'no controller has it now' : `${holder} has it`;
}
