/** Calls that start, stop and suspend VMs (xapi.md 1.6). */
import { assertHostIsNewest, assertMayStartOn, chooseHost, isEvacuating, startVm } from '../life/vm-start.js';
import { halt, suspend } from '../life/vm-stop.js';
import { withVmOperation } from '../life/vm-operation.js';
import type { Host, Vm } from '../state/objects.js';
import type { Times } from '../times.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';

export const vmHandlers: Handlers = {
  'VM.start': (call) => startSomewhere(call, 'start'),
  'VM.resume': (call) => startSomewhere(call, 'resume'),

  'VM.start_on': (call) => {
    const { state } = call.world;
    const host = call.host('host');
    assertHostIsNewest(state, host);
    if (isEvacuating(host)) throw XapiFailure.of('HOST_EVACUATE_IN_PROGRESS', host.ref);
    return startThere(call, 'start_on', 'vm_start');
  },

  'VM.resume_on': (call) => {
    assertHostIsNewest(call.world.state, call.host('host'));
    return startThere(call, 'resume_on', 'vm_resume');
  },

  'VM.clean_shutdown': (call) => {
    const vm = call.vm('vm');
    return withVmOperation(call, vm, 'clean_shutdown', async () => {
      await call.world.sleep(call.world.times.guestShutdown, call.signal);
      return stop(call, vm);
    });
  },

  // In order first; a guest that does not react has its plug pulled. Refused while a pool is half upgraded.
  'VM.shutdown': (call) => {
    const vm = call.vm('vm');
    return withVmOperation(call, vm, 'shutdown', async () => {
      if (vm.hasGuestTools && vm.powerState === 'Running') {
        await call.world.sleep(call.world.times.guestShutdown, call.signal);
      }
      return stop(call, vm);
    });
  },

  'VM.hard_shutdown': (call) => {
    const vm = call.vm('vm');
    return withVmOperation(call, vm, 'hard_shutdown', () => stop(call, vm));
  },

  'VM.suspend': (call) => {
    const vm = call.vm('vm');
    return withVmOperation(call, vm, 'suspend', async () => {
      const { state, times, history } = call.world;
      const host = state.hosts.get(vm.residentOn);
      if (host !== undefined) assertReachable(host);
      assertSuspendStorage(call, vm, host);
      await call.world.sleep(imageTime(vm, times), call.signal);
      suspend(vm);
      if (host !== undefined) history.record('vm-stopped', host.uuid, { vm: vm.uuid, why: 'suspended' });
      return nothing;
    });
  },

  'VM.power_state_reset': (call) => {
    const vm = call.vm('vm');
    return withVmOperation(call, vm, 'power_state_reset', () => {
      halt(vm);
      return nothing;
    });
  },
};

/** The host writes it: a storage that it does not see is none. @throws XapiFailure VM_NO_SUSPEND_SR */
function assertSuspendStorage(call: Call, vm: Vm, host: Host | undefined): void {
  const { state } = call.world;
  const sr = state.srs.get(state.pool.defaultSr);
  if (sr === undefined || (host !== undefined && !state.sees(host, sr))) {
    throw XapiFailure.of('VM_NO_SUSPEND_SR', vm.ref);
  }
}

/** What is in memory goes to storage, and comes back, about as fast as to another host. */
function imageTime(vm: Vm, times: Times): number {
  return Math.max(times.migrationLeast, (vm.memory / times.migrationRate) * 1000);
}

function startSomewhere(call: Call, operation: 'start' | 'resume'): Promise<string> {
  const vm = call.vm('vm');
  const { world } = call;
  return withVmOperation(call, vm, operation, async () => {
    const host = chooseHost(world.state, vm);
    if (operation === 'resume') await world.sleep(imageTime(vm, world.times), call.signal);
    startVm(world, vm, host, call.flag('start_paused'), 'call');
    return nothing;
  });
}

function startThere(
  call: Call,
  operation: 'start_on' | 'resume_on',
  hostOperation: 'vm_start' | 'vm_resume',
): Promise<string> {
  const vm = call.vm('vm');
  const host = call.host('host');
  const { world } = call;
  return withVmOperation(call, vm, operation, async () => {
    assertMayStartOn(world.state, vm, host, hostOperation);
    if (operation === 'resume_on') await world.sleep(imageTime(vm, world.times), call.signal);
    startVm(world, vm, host, call.flag('start_paused'), 'call');
    return nothing;
  });
}

/** Forwarded to the host that the VM runs on, which has to be there. */
function stop(call: Call, vm: Vm): string {
  const host = call.world.state.hosts.get(vm.residentOn);
  if (host !== undefined) assertReachable(host);
  halt(vm);
  if (host !== undefined) call.world.history.record('vm-stopped', host.uuid, { vm: vm.uuid, why: 'call' });
  return nothing;
}
