/**
 * Has the host's plugin fetch the installer and make it the next boot (`main`). It happens before the address is armed,
 * so a host that reboots early finds nothing and returns to its old system.
 */
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { detailFlag, detailText, hostName } from './request-detail.js';
import { openGrantUrl } from './open-grant-url.js';
import { isUnderWay, taskVerdict } from './task-outcome.js';

export const stageHost: Effect = {
  name: 'stage-host',
  describe: (request) => `stage the installer on ${hostName(request)}`,
  refuses: (request, view) => {
    const grant = view.grants.find((candidate) => candidate.id === detailText(request, 'grant'));
    return grant?.state === 'staging' ? undefined : "the host's address is not open for staging";
  },
  act: async (request, tools) => {
    const url = await openGrantUrl(tools, detailText(request, 'grant'));
    return { handle: (await tools.pool.startStaging(request.key, url)).task };
  },
  confirm: (_request, view) => {
    const running = taskVerdict(view);
    if (running !== undefined) return running;
    if (view.task === undefined) return notYet('nobody knows whether the plugin has finished');
    const answer = view.task.result?.trim().toLowerCase();
    return answer === 'true'
      ? confirmed
      : { verdict: 'failed', reason: `the plugin answered "${view.task.result ?? ''}"` };
  },
  // XenRT, the vendor's test rig, allowed 900 s for `main` (xencenter-rpu.md 3.2).
  deadline: 20 * minutes,
  retry: {
    class: 'once-unless-safe',
    why: '`main` wipes and recreates what it wrote since 2016-11, and no plugin call is under way; older plugins add a second boot entry',
    provenSafe: (request, view) => detailFlag(request, 'mainIsRepeatable') && !isUnderWay(view, 'host.call_plugin'),
  },
};
