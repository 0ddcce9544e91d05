/** Messages: the alerts that a controller may leave for people (xapi.md 1.9). The class has no generated getters. */
import { isRecordClass } from '../../releases/records/classes.js';
import { entitiesOf } from '../records/wire-record.js';
import { WireDateTime, type WireStruct } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import { record } from './record-getters.js';

/** What `cls` calls the classes of the data model. */
const classNames: Readonly<Record<string, string>> = { Host: 'host', Pool: 'pool', VM: 'VM', SR: 'SR', VDI: 'VDI' };

export const messageHandlers: Handlers = {
  'message.create': (call) => {
    const cls = call.text('cls');
    const objectUuid = call.text('obj_uuid');
    assertExists(call, cls, objectUuid);
    const message = {
      ...call.world.state.newEntity(),
      name: call.text('name'),
      priority: call.number('priority'),
      cls,
      objectUuid,
      body: call.text('body'),
      createdAt: call.world.now(),
    };
    call.world.state.messages.set(message.ref, message);
    return message.ref;
  },

  'message.destroy': (call) => {
    call.world.state.messages.delete(call.entity('self', 'message', call.world.state.messages).ref);
    return nothing;
  },

  'message.get_all_records': (call) => messages(call, () => true),

  'message.get_since': (call) => {
    const since = call.date('since').text;
    return messages(call, (createdAt) => WireDateTime.at(createdAt).text > since);
  },
};

function messages(call: Call, wanted: (createdAt: number) => boolean): WireStruct {
  const found = [...call.world.state.messages.values()].filter((message) => wanted(message.createdAt));
  return Object.fromEntries(found.map((message) => [message.ref, record(call, 'message', message.ref)]));
}

function assertExists(call: Call, cls: string, uuid: string): void {
  const className = classNames[cls] ?? '';
  const known = isRecordClass(className) && entitiesOf(call.world, className).some((entity) => entity.uuid === uuid);
  if (!known) throw XapiFailure.of('UUID_INVALID', cls, uuid);
}
