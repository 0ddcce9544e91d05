/** Clocks of hosts and of this machine that disagree; the bounds are those of the assessment clock-skew. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { PoolFacts } from '../facts/pools.js';

const warnAbove = 5 * 60_000;
const failAbove = 60 * 60_000;

export const poolClocks: DoctorCheck = {
  id: 'pool-clocks',
  title: 'The clocks of the known pools’ hosts agree with this machine’s',
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Give hosts and this machine the same time servers.',
  judge: ({ pools }) => {
    if ('unknown' in pools) {
      const reason = `The known pools cannot be read: ${pools.unknown}.`;
      return [
        found('unknown', 'pools', {
          reason,
          remedy: 'Look at pools.json in the state folder, and at who may read it.',
        }),
      ];
    }
    return pools.value.flatMap(judgePool);
  },
};

function judgePool({ pool, hosts }: PoolFacts): DoctorObserved[] {
  if ('unknown' in hosts) {
    const reason = `The pool did not tell its hosts and their time: ${hosts.unknown}.`;
    const remedy = `Look at "drydock pool show ${pool}"; with "drydock doctor --pool ${pool}" a password that is not stored is asked for.`;
    return [found('unknown', pool, { reason, remedy })];
  }
  return hosts.value.map(({ host, ahead }) => {
    const subject = `${pool}/${host}`;
    if (ahead === null) {
      return found('unknown', subject, {
        reason: `${host} did not tell its time.`,
        remedy: `Look whether it runs, and whether the coordinator reaches it.`,
      });
    }
    const off = Math.abs(ahead);
    const reason = `It is ${Math.round(off / 1000)} s ${ahead < 0 ? 'behind' : 'ahead of'} this machine’s.`;
    if (off <= warnAbove) return pass(subject, reason);
    return found(off > failAbove ? 'failure' : 'warning', subject, { reason, remedy: poolClocks.remedy });
  });
}
