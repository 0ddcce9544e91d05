/** Clustered storage has rules of its own: some ways lead over a rebuilt cluster, and some systems do not start with one. */
import type { ClusterSurvey, Survey } from '../facts/survey.js';
import { compareVersions } from '../../releases/versions.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { coordinatorIsFrom, coordinatorOf, fromSurvey, isXcpNg, observed, pass, poolSubject } from './observe.js';

export const clustering: Assessment = {
  id: 'clustering',
  title: 'Clustering does not stand in the way',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy:
    'Follow the vendor’s steps for clustered pools: shut guests down, detach GFS2 storage, disable clustering, upgrade, enable it again.',
  source: 'xencenter-rpu.md 2.1, row 18; 4.8; 5.2 (xcp-ng/xcp issue 94)',
  assess: (input) => fromSurvey(input, (survey) => [assessPool(input, survey)]),
};

function assessPool(input: AssessmentInput, survey: Survey): Observed {
  const { pool } = input;
  const gfs2 = pool.srs.filter((sr) => sr.type === 'gfs2');
  const clusters = survey.clusters.kind === 'read' ? survey.clusters.value : [];
  const enabled = clusters.some((cluster) => cluster.enabledHosts.length > 0);
  if (survey.clusters.kind === 'unreadable') {
    const reason = `Whether the pool is a cluster could not be read: ${survey.clusters.reason}.`;
    return observed('unknown', poolSubject(pool), { reason, remedy: 'Look at "xe cluster-list".', acceptable: true });
  }
  if (!enabled && gfs2.length === 0) return pass(poolSubject(pool), 'The pool is no cluster and has no GFS2 storage.');
  const obstacle = obstacleOf(input, clusters, gfs2.length > 0);
  if (obstacle !== undefined) return observed('failure', poolSubject(pool), { ...obstacle, acceptable: false });
  return observed('notice', poolSubject(pool), {
    reason: `The pool is a cluster${gfs2.length > 0 ? ' with GFS2 storage' : ''}: a host that goes down takes part of its quorum along.`,
    remedy: 'See that all hosts are joined and the cluster has its quorum before each host.',
    acceptable: true,
  });
}

function obstacleOf(
  input: AssessmentInput,
  clusters: readonly ClusterSurvey[],
  hasGfs2: boolean,
): { reason: string; remedy: string } | undefined {
  const { medium } = input;
  const coordinator = coordinatorOf(input.pool);
  if (coordinatorIsFrom(input, '7.5') && !coordinatorIsFrom(input, '7.6')) {
    return {
      reason: 'Clusters and GFS2 storage of 7.5, a preview, cannot be upgraded.',
      remedy: 'Move the disks elsewhere, destroy the storage and the cluster, then check again.',
    };
  }
  if (isXcpNg(medium.name) && !isXcpNg(coordinator?.versions.brand ?? null)) {
    return {
      reason: `Clustering is in use; the management of ${medium.name} does not start on a host that is part of a cluster.`,
      remedy: 'Detach GFS2 storage and disable clustering first.',
    };
  }
  const leavesXs8 =
    coordinatorIsFrom(input, 'XenServer 8') &&
    compareVersions(medium.target.platform, coordinator?.versions.platform ?? undefined) > 0;
  // Corosync 3 came with xapi 24.15, and with it the field.
  if (leavesXs8 && clusters.some((cluster) => (cluster.stackVersion ?? 2) < 3)) {
    return {
      reason: `The cluster uses Corosync 2, with which hosts cannot leave this release${hasGfs2 ? ', and has GFS2 storage' : ''}.`,
      remedy: hasGfs2
        ? 'Move the cluster to Corosync 3 by the vendor’s manual steps: shut guests down, detach the storage, create the cluster anew.'
        : 'Disable clustering, which no storage needs.',
    };
  }
  return undefined;
}
