/** Calls about VMs: moving, stopping, starting, with the rules of a half-upgraded pool (xapi.md 1.6, 2.2). */
import { migrateOnCall } from '../life/migration.js';
import { newestHosts } from '../planner/newest-hosts.js';
import { nullRef, type Host, type Vm } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handler, type Handlers } from '../dispatch/call.js';

export const vmHandlers: Handlers = {
  'VM.pool_migrate': async (call) => {
    await migrateOnCall(call.world, call.vm('vm'), call.host('host'), call);
    return nothing;
  },

  'VM.clean_shutdown': async (call) => {
    const vm = call.vm('vm');
    assertPower(vm, 'Running');
    if (!vm.hasGuestTools) throw XapiFailure.of('VM_LACKS_FEATURE', vm.ref);
    await call.world.sleep(call.world.times.guestShutdown, call.signal);
    return stop(call, vm);
  },

  'VM.shutdown': async (call) => {
    const vm = call.vm('vm');
    assertPower(vm, 'Running');
    await call.world.sleep(call.world.times.guestShutdown, call.signal);
    return stop(call, vm);
  },

  'VM.hard_shutdown': (call) => stop(call, call.vm('vm')),

  'VM.start': (call) => startSomewhere(call, 'Halted'),
  'VM.resume': (call) => startSomewhere(call, 'Suspended'),
  'VM.start_on': startThere('Halted'),
  'VM.resume_on': startThere('Suspended'),

  'VM.suspend': (call) => {
    const vm = call.vm('vm');
    assertPower(vm, 'Running');
    leaveHost(vm, 'Suspended');
    return nothing;
  },

  'VM.get_possible_hosts': (call) => {
    const vm = call.vm('vm');
    return candidates(call.world, vm).map((host) => host.ref);
  },
};

function stop(call: Call, vm: Vm): string {
  const host = call.world.state.hosts.get(vm.residentOn);
  leaveHost(vm, 'Halted');
  if (host !== undefined) call.world.history.record('vm-stopped', host.uuid, { vm: vm.uuid, why: 'call' });
  return nothing;
}

function leaveHost(vm: Vm, powerState: 'Halted' | 'Suspended'): void {
  vm.powerState = powerState;
  vm.residentOn = nullRef;
}

function startSomewhere(call: Call, from: 'Halted' | 'Suspended'): string {
  const vm = call.vm('vm');
  assertPower(vm, from);
  const [host] = candidates(call.world, vm);
  if (host === undefined) throw XapiFailure.of('NO_HOSTS_AVAILABLE');
  return run(call, vm, host);
}

/** In the mixed state the host must be one of the newest. */
function startThere(from: 'Halted' | 'Suspended'): Handler {
  return (call) => {
    const { world } = call;
    const vm = call.vm('vm');
    const host = call.host('host');
    assertPower(vm, from);
    if (world.flag.isSet && !newestHosts(world.state).includes(host))
      throw XapiFailure.of('NOT_SUPPORTED_DURING_UPGRADE');
    if (!host.enabled) throw XapiFailure.of('HOST_DISABLED', host.ref);
    if (!host.live) throw XapiFailure.of('HOST_NOT_LIVE');
    const free = world.state.memoryFree(host);
    if (free < vm.memory) throw XapiFailure.of('HOST_NOT_ENOUGH_FREE_MEMORY', String(vm.memory), String(free));
    return run(call, vm, host);
  };
}

function run(call: Call, vm: Vm, host: Host): string {
  vm.powerState = call.flag('start_paused') ? 'Paused' : 'Running';
  vm.residentOn = host.ref;
  call.world.history.record('vm-started', host.uuid, { vm: vm.uuid, why: 'call' });
  return nothing;
}

function candidates(world: World, vm: Vm): readonly Host[] {
  const { state } = world;
  const hosts = world.flag.isSet ? newestHosts(state) : state.hostList;
  return hosts.filter(
    (host) =>
      host.enabled &&
      host.live &&
      state.memoryFree(host) >= vm.memory &&
      state.srsOf(vm).every((sr) => state.sees(host, sr)),
  );
}

function assertPower(vm: Vm, wanted: 'Running' | 'Halted' | 'Suspended'): void {
  if (vm.powerState === wanted) return;
  throw XapiFailure.of('VM_BAD_POWER_STATE', vm.ref, wanted.toLowerCase(), vm.powerState.toLowerCase());
}
