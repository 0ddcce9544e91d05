/** Calls and fields that a host knows otherwise than its version says (xapi.md 2.8, 6.5). */
import { readMethodName } from '../../dispatch/method-name.js';
import type { CallFault } from '../definition.js';
import { atCall, text } from '../parameters.js';
import { changeRecords, without } from '../change-records.js';

const call = atCall({});
const field = { class: text, field: text };
const missing = atCall(field);
const unknown = atCall({ ...field, value: text.default('unheard-of') });

export const callArityMismatch: CallFault<typeof call> = {
  area: 'Versions',
  strikes: 'call',
  summary: 'the host knows the call with other parameters: MESSAGE_PARAMETER_COUNT_MISMATCH',
  parameters: call,
  example: 'call-arity-mismatch call=host.evacuate nth=every',
  refuse: ({ receiver, method, params }) => {
    const { name, signature } = readMethodName(method, receiver.running);
    const given = params.length - (signature?.needsSession === false ? 0 : 1);
    return ['MESSAGE_PARAMETER_COUNT_MISMATCH', name, String(Math.max(0, given - 1)), String(given)];
  },
};

export const callMissing: CallFault<typeof call> = {
  area: 'Versions',
  strikes: 'call',
  summary: 'the host does not know the call: MESSAGE_METHOD_UNKNOWN',
  parameters: call,
  example: 'call-missing call=host.get_server_certificate nth=every',
  refuse: ({ method }) => ['MESSAGE_METHOD_UNKNOWN', method],
};

export const fieldMissing: CallFault<typeof missing> = {
  area: 'Versions',
  strikes: 'call',
  summary: 'records of a class are without a field; `class` and `field` name it',
  parameters: missing,
  example: 'field-missing class=host field=API_version_major nth=every',
  after: ({ method }, { class: className, field: name }, reply) =>
    changeRecords(className, method, reply, (record) => without(record, name)),
};

export const fieldUnknown: CallFault<typeof unknown> = {
  area: 'Versions',
  strikes: 'call',
  summary: 'records of a class have a field that nobody has heard of, with `value` in it; `class` and `field` name it',
  parameters: unknown,
  example: 'field-unknown class=VM field=mood nth=every',
  after: ({ method }, { class: className, field: name, value }, reply) =>
    changeRecords(className, method, reply, (record) => ({ ...record, [name]: value })),
};
