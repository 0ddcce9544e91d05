/** `add_to_`, `remove_from_` and `set_other_config` of every class that has one: adding an existing key fails (xapi.md 1.1). */
import type { Ref } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { without } from '../state/text-map.js';
import { nothing, type Call, type Handler } from '../dispatch/call.js';
import { XapiFailure } from '../xapi-failure.js';

interface Configurable {
  readonly uuid: string;
  otherConfig: Record<string, string>;
}

const classes: Readonly<Record<string, (state: PoolState, ref: Ref) => Configurable | undefined>> = {
  pool: (state, ref) => (state.pool.ref === ref ? state.pool : undefined),
  host: (state, ref) => state.hosts.get(ref),
  VM: (state, ref) => state.vms.get(ref),
  task: (state, ref) => state.tasks.get(ref),
};

export function otherConfigHandler(name: string): Handler | undefined {
  const [className = '', message = ''] = name.split('.');
  const find = classes[className];
  const change = changes[message];
  if (find === undefined || change === undefined) return undefined;
  return (call) => {
    const ref = call.text('self');
    const item = find(call.world.state, ref);
    if (item === undefined) throw XapiFailure.of('HANDLE_INVALID', className, ref);
    change(call, className, ref, item);
    return nothing;
  };
}

type Change = (call: Call, className: string, ref: Ref, item: Configurable) => void;

const changes: Readonly<Record<string, Change>> = {
  add_to_other_config: (call, className, ref, item) => {
    const key = call.text('key');
    if (key in item.otherConfig) throw XapiFailure.of('MAP_DUPLICATE_KEY', className, 'other_config', ref, key);
    item.otherConfig = { ...item.otherConfig, [key]: call.text('value') };
    if (className === 'pool') call.world.history.record('pool-key-added', null, { key, value: call.text('value') });
  },
  remove_from_other_config: (call, className, _ref, item) => {
    const key = call.text('key');
    item.otherConfig = without(item.otherConfig, key);
    if (className === 'pool') call.world.history.record('pool-key-removed', null, { key });
  },
  set_other_config: (call, _className, _ref, item) => {
    item.otherConfig = call.map('value');
  },
};
