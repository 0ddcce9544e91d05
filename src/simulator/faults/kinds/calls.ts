/** Calls that fail, are slow, or never end: whatever else 6.5 names is one of these with its name. */
import { XapiFailure } from '../../xapi-failure.js';
import type { CallFault } from '../definition.js';
import { endless } from '../endless.js';
import { atCall, duration, xapiError } from '../parameters.js';

const fails = atCall({ error: xapiError.default(['INTERNAL_ERROR', 'scripted']) });
const slow = atCall({ by: duration.default(60_000) });
const hangs = atCall({});

export const callFails: CallFault<typeof fails> = {
  area: 'Calls',
  strikes: 'call',
  summary: 'a call fails with `error` (code and parameters) before it does anything',
  parameters: fails,
  example: 'call-fails call=host.disable error=OTHER_OPERATION_IN_PROGRESS,host,a,b,c',
  refuse: (_struck, { error }) => error,
};

export const callFailsAtEnd: CallFault<typeof fails> = {
  area: 'Calls',
  strikes: 'call',
  summary: 'a call, or its task, does all it does and then fails with `error`',
  parameters: fails,
  example: 'call-fails-at-end call=Async.host.evacuate error=INTERNAL_ERROR,db',
  work: async (_call, { error }, goOn) => {
    await goOn();
    throw new XapiFailure(error);
  },
};

export const callSlow: CallFault<typeof slow> = {
  area: 'Calls',
  strikes: 'call',
  summary: 'the work of a call, or of its task, begins `by` later (default 60s)',
  parameters: slow,
  example: 'call-slow call=PBD.plug by=5min',
  work: async (call, { by }, goOn) => {
    await call.world.sleep(by, call.signal);
    return goOn();
  },
};

export const callHangs: CallFault<typeof hangs> = {
  area: 'Calls',
  strikes: 'call',
  summary: 'the work of a call, or of its task, never begins and never ends',
  parameters: hangs,
  example: 'call-hangs call=Async.host.evacuate',
  work: (call) => endless(call.world, call.signal),
};
