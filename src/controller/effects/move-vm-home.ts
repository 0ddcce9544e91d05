/** Moves one VM back to the host it ran on before the run. Best effort: a VM that cannot go home is named, not forced. */
import { confirmed, failed, minutes, notYet, type Effect } from './effect.js';
import { detailText } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

export const moveVmHome: Effect = {
  name: 'move-vm-home',
  describe: (request) => `move ${detailText(request, 'name')} home to ${detailText(request, 'hostName')}`,
  refuses: (request, view) => {
    const target = view.pool?.hosts.find((host) => host.uuid === detailText(request, 'host'));
    if (target === undefined) return 'its home cannot be read';
    return target.enabled && target.live === true ? undefined : `${target.name} is out of service`;
  },
  act: async (request, tools) => ({
    handle: (await tools.pool.startMigration(request.key, detailText(request, 'host'))).task,
  }),
  confirm: (request, view) => {
    const vm = view.pool?.vms.find((candidate) => candidate.uuid === request.key);
    if (vm?.residentOn === detailText(request, 'host') && vm.currentOperations.length === 0) return confirmed;
    const running = taskVerdict(view);
    if (running !== undefined) return running;
    if (view.pool !== undefined && vm === undefined) return failed('the VM no longer exists');
    return vm !== undefined && vm.powerState !== 'Running' && vm.powerState !== 'Paused'
      ? failed(`the VM is ${vm.powerState}`)
      : notYet('the VM is not home yet');
  },
  deadline: 60 * minutes,
  retry: {
    class: 'until-fact',
    why: 'facts show whether it is home before it is moved again',
    call: 'VM.pool_migrate',
  },
};
