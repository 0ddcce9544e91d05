import { expect } from 'chai';
import { decodeMethodCall } from '../../../src/simulator/wire/decode.js';
import { encodeReply, encodeValue } from '../../../src/simulator/wire/encode.js';
import { WireDateTime } from '../../../src/simulator/wire/wire-value.js';
import { taskResultText } from '../../../src/xapi/task-result.js';
import { decodeReply } from '../../../src/xapi/wire/decode.js';
import { encodeCall } from '../../../src/xapi/wire/encode.js';

// Client and simulator have a codec each, so that a mistake of one is not hidden by the same mistake of the other.
describe('The codec of the client and the codec of the simulator', () => {
  it('agree on calls', () => {
    const params = ['OpaqueRef:1', 'R&D <x> "y"\r\n\t', true, false, ['a', ''], { url: 'http://m/?a=1&b=2', '': 'x' }];
    expect(decodeMethodCall(encodeCall('Async.host.call_plugin', params))).to.deep.equal({
      method: 'Async.host.call_plugin',
      params,
    });
    expect(decodeMethodCall(encodeCall('pool.disable_ha', [])).params).to.deep.equal([]);
    expect(decodeMethodCall(encodeCall('event.from', [30])).params).to.deep.equal([30]);
  });

  it('agree on replies', () => {
    const Value = {
      text: 'R&D <x> "y"',
      void: '',
      flag: true,
      float: 0.25,
      time: new WireDateTime('20240229T15:07:05Z'),
      set: ['a', 'b'],
      counts: { vm: 12n },
      'R&D <key>': 'unescaped on the wire',
    };
    expect(decodeReply(encodeReply({ Status: 'Success', Value }))).to.deep.equal({
      status: 'success',
      value: { ...Value, time: '20240229T15:07:05Z', counts: { vm: '12' } },
    });
  });

  it('agree on failures', () => {
    const ErrorDescription = ['XENAPI_PLUGIN_FAILURE', 'main', 'Exception', 'INVALID_URL'] as const;
    expect(decodeReply(encodeReply({ Status: 'Failure', ErrorDescription }))).to.deep.equal({
      status: 'failure',
      code: 'XENAPI_PLUGIN_FAILURE',
      params: ['main', 'Exception', 'INVALID_URL'],
    });
  });

  it('agree on the results of tasks', () => {
    expect(taskResultText(encodeValue('true'))).to.equal('true');
    expect(taskResultText(encodeValue(''))).to.equal(null);
    expect(taskResultText(''), 'void up to 6.5').to.equal(null);
    expect(taskResultText(encodeValue(['OpaqueRef:1']))).to.equal(null);
    expect(taskResultText('not XML')).to.equal(null);
  });
});
