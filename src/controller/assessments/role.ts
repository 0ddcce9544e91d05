/** Whether the user that Drydock logs in as may make every call that a run makes: refused in the middle, the run would stop there. */
import { callSignature } from '../../releases/calls/call-signature.js';
import { roles, type Role } from '../../releases/calls/call-table.js';
import { findRelease } from '../../releases/find-release.js';
import type { ApiLevel } from '../../releases/since.js';
import { callTable } from '../../xapi/calls/call-table.js';
import { hostByUuid, type HostVersions } from '../facts/pool-facts.js';
import type { OwnRights } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, observed, pass, poolSubject } from './observe.js';

export const role: Assessment = {
  id: 'role',
  title: 'The user may do all that a run does',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Use root, or a user of the directory service with the role pool-admin.',
  source: 'XenAPI data model (roles); xapi.md 1.1',
  assess: (input) =>
    fromSurvey(input, ({ rights }) => {
      if (rights === undefined || rights.kind === 'absent') {
        return [pass(poolSubject(input.pool), 'The release has no roles: whoever may log in may do everything.')];
      }
      return rights.kind === 'read' ? [judge(input, rights.value)] : [unreadable(input, rights.reason)];
    }),
};

function judge(input: AssessmentInput, { superuser, permissions }: OwnRights): Observed {
  const subject = poolSubject(input.pool);
  if (superuser) return pass(subject, 'It is the hosts’ own root.');
  const level = levelOf(hostByUuid(input.pool, input.pool.coordinator)?.versions);
  const may = new Set(permissions);
  const missing = callsOf(level).filter((name) => !may.has(name.toLowerCase()));
  if (missing.length === 0) return pass(subject, 'It may make every call.');
  const least = leastRole(level);
  return observed('failure', subject, {
    reason: `The user may not call ${missing.map((name) => `${name} (${roleOf(name, level)})`).join(', ')}.`,
    remedy: `Give the user the role ${least}, or use another: "xe subject-role-add uuid=… role-name=${least}" on the coordinator.`,
    acceptable: false,
  });
}

function unreadable(input: AssessmentInput, reason: string): Observed {
  return observed('unknown', poolSubject(input.pool), {
    reason: `What the user may do could not be read: ${reason}.`,
    remedy: 'Use root, or a user with the role pool-admin, and check again.',
    acceptable: true,
  });
}

/** The calls that a run, its fixes and its undos make on this release. Log-in and log-out need no role. */
export function callsOf(level: ApiLevel): readonly string[] {
  return Object.keys(callTable).filter((name) => {
    const signature = callSignature(name, level);
    return signature !== undefined && !signature.removed;
  });
}

/** The lowest role that may make all of them. The dump of the database, which is no call, needs pool-admin as well (xapi.md 1.1). */
export function leastRole(level: ApiLevel): Role {
  const needed = callsOf(level).map((name) => roleOf(name, level));
  return roles[Math.max(...needed.map((one) => roles.indexOf(one)))] ?? 'pool-admin';
}

function roleOf(name: string, level: ApiLevel): Role {
  return callSignature(name, level)?.role ?? 'pool-admin';
}

/** Of a release that is not known: what every release has, so that nothing is said to be missing that does not exist. */
function levelOf(versions: HostVersions | undefined): ApiLevel {
  const { product, platform, brand, xapi } = versions ?? { product: null, platform: null, brand: null, xapi: null };
  const known = findRelease({
    ...(product === null ? {} : { product }),
    ...(platform === null ? {} : { platform }),
    ...(brand === null ? {} : { brand }),
  });
  return {
    productVersion: known?.productVersion ?? product ?? '5.6.0',
    xapiVersion: xapi ?? known?.xapiVersion ?? '0.2.0',
  };
}
