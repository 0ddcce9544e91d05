import { expect } from 'chai';
import { releases } from '../../src/releases/find-release.js';
import type { ReleaseId } from '../../src/releases/release-facts.js';
import { wireBehaviour } from '../../src/releases/wire-behaviour.js';
import { answerPost, UnreadableRequest, type RpcAnswer } from '../../src/simulator/wire/endpoint.js';
import { MalformedJson, parseJson } from '../../src/simulator/wire/json-reader.js';
import { decodeJsonCall, encodeEarlyError, encodeJsonReply } from '../../src/simulator/wire/json-rpc.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const levels = {
  '6.2': { productVersion: '6.2.0', xapiVersion: '1.3.0' },
  '7.0': { productVersion: '7.0.0', xapiVersion: '1.9.0' },
  '7.3': { productVersion: '7.3.0', xapiVersion: '1.60.0' },
  '7.6': { productVersion: '7.6.0', xapiVersion: '1.110.1' },
  '8.2': { productVersion: '8.2.1', xapiVersion: '1.249.30' },
  '8.4': { productVersion: '8.4.0', xapiVersion: '24.19.2' },
};

function post(
  test: PoolForTest,
  request: object | string,
  path = '/jsonrpc',
  address = '127.0.0.1',
): Promise<RpcAnswer> {
  const body = typeof request === 'string' ? request : JSON.stringify(request);
  return test.clock.runUntil(answerPost(test.pool, address, path, Buffer.from(body)));
}

describe('The JSON of a simulated host', () => {
  it('is read with ints and floats apart, and every digit', () => {
    expect(parseJson('{"a":[1,1.0,-9223372036854775808,"\\u00e9\\n",true,null,{}],"b":{}} ')).to.deep.equal({
      a: [1n, 1, -9223372036854775808n, 'é\n', true, null, {}],
      b: {},
    });
  });

  for (const text of [
    '',
    '{',
    '[1,]',
    '{"a" 1}',
    '01',
    "{'a':1}",
    '1 2',
    '"\u0001"',
    '"\\x"',
    '[NaN]',
    '[[['.repeat(60),
  ]) {
    it(`is refused as ${JSON.stringify(text.slice(0, 20))}`, () => {
      expect(() => parseJson(text)).to.throw(MalformedJson);
    });
  }

  it('holds ints as numbers by the type of the field, where XML-RPC has digits (xapi.md 3.2)', async () => {
    const test = await poolForTest({ vms: 1, release: 'xenserver-8' });
    const vm = [...test.pool.world.state.vms.values()].find(({ kind }) => kind === 'guest')!;
    const request = { jsonrpc: '2.0', id: 'x', method: 'VM.get_record', params: [test.session, vm.ref] };
    const { body, contentType } = await post(test, request);
    const { result } = JSON.parse(body) as { result: Record<string, unknown> };
    expect(contentType).to.equal('application/json');
    expect(result).to.include({ memory_static_max: vm.memory, domid: 1, name_label: vm.name, is_a_template: false });
    expect(result['snapshot_time']).to.equal('19700101T00:00:00Z');
    expect(body).to.match(/"HVM_shadow_multiplier":\d+\.\d+/);
    const xml = await test.record('VM', vm.ref);
    expect(xml['memory_static_max']).to.equal(String(vm.memory));
  });

  it('holds ints in maps, sets and lists of records, and texts of digits as texts', async () => {
    const test = await poolForTest({ release: 'xenserver-8' });
    const all = await post(test, {
      jsonrpc: '2.0',
      id: 1,
      method: 'host_metrics.get_all_records',
      params: [test.session],
    });
    const { result } = JSON.parse(all.body) as { result: Record<string, { memory_total: unknown }> };
    expect(Object.values(result).map(({ memory_total: total }) => typeof total)).to.deep.equal(Array(3).fill('number'));
    const name = { jsonrpc: '2.0', id: 1, method: 'pool.add_to_other_config' };
    const pool = test.pool.world.state.pool.ref;
    await post(test, { ...name, params: [test.session, pool, 'digits', '12'] });
    const read = await post(test, { ...name, method: 'pool.get_other_config', params: [test.session, pool] });
    expect((JSON.parse(read.body) as { result: unknown }).result).to.deep.include({ digits: '12' });
  });

  it('holds an event batch: counts as numbers, ids as texts, ints in snapshots', async () => {
    const test = await poolForTest({ vms: 1 });
    const params = [test.session, ['VM'], '', 0.1];
    const { body } = await post(test, { jsonrpc: '2.0', id: 1, method: 'event.from', params });
    interface Batch {
      events: { id: unknown; class: string; snapshot: { memory_static_max: unknown } }[];
      valid_ref_counts: Record<string, unknown>;
    }
    const { result } = JSON.parse(body) as { result: Batch };
    expect(result.valid_ref_counts['host']).to.equal(3);
    expect(result.events[0]!.id).to.match(/^\d+$/);
    expect(result.events[0]!.snapshot.memory_static_max).to.be.a('number');
  });

  it('gives a void result and the result of a task as texts, as XML-RPC does', async () => {
    const test = await poolForTest();
    const call = { jsonrpc: '2.0', id: 1, params: [test.session, test.hostRef(1)] };
    expect((await post(test, { ...call, method: 'host.disable' })).body).to.equal(
      '{"jsonrpc":"2.0","result":"","id":1}',
    );
    const started = await post(test, { ...call, method: 'Async.host.enable' });
    const task = (JSON.parse(started.body) as { result: string }).result;
    await test.clock.advance(1000);
    expect((await test.record('task', task))['result']).to.equal('<value></value>');
  });
});

describe('JSON-RPC by release (xapi.md 3.2)', () => {
  const failure = { Status: 'Failure', ErrorDescription: ['HANDLE_INVALID', 'host', 'x'] } as const;
  const success = { Status: 'Success', Value: 'v' } as const;
  const string = { kind: 'string' } as const;
  const asked = '{"jsonrpc":"2.0","id":"seven","method":"m","params":[]}';

  it('is not there before 6.5', () => {
    expect(wireBehaviour(levels['6.2']).jsonRpc).to.equal('absent');
  });

  it('has the shape of 1.0 and the id 0 until 7.2, whatever was asked, and wants an int as id', () => {
    const level = levels['7.0'];
    const call = decodeJsonCall('{"jsonrpc":"2.0","id":7,"method":"m","params":[]}', level);
    expect(encodeJsonReply(call, success, level, string)).to.equal('{"result":"v","error":null,"id":0}');
    expect(encodeJsonReply(call, failure, level, string)).to.equal(
      '{"result":null,"error":["HANDLE_INVALID","host","x"],"id":0}',
    );
    expect(() => decodeJsonCall(asked, level)).to.throw(MalformedJson);
  });

  it('mirrors version and id from 7.3 on, with an error object in 2.0, whose code was 0 at first', () => {
    for (const [release, code] of [
      ['7.3', 0],
      ['7.6', 1],
      ['8.4', 1],
    ] as const) {
      const level = levels[release];
      const call = decodeJsonCall(asked, level);
      expect(encodeJsonReply(call, success, level, string)).to.equal('{"jsonrpc":"2.0","result":"v","id":"seven"}');
      expect(encodeJsonReply(call, failure, level, string)).to.equal(
        `{"jsonrpc":"2.0","error":{"code":${code},"message":"HANDLE_INVALID","data":["host","x"]},"id":"seven"}`,
      );
      const old = decodeJsonCall('{"id":5,"method":"m","params":["a"]}', level);
      expect(encodeJsonReply(old, failure, level, string)).to.equal(
        '{"result":null,"error":["HANDLE_INVALID","host","x"],"id":5}',
      );
    }
  });

  it('takes 2.0 without parameters and with named ones, and no request without an id', () => {
    const level = levels['8.2'];
    expect(decodeJsonCall('{"jsonrpc":"2.0","id":1,"method":"m"}', level).params).to.deep.equal([]);
    expect(decodeJsonCall('{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1}}', level).params).to.deep.equal([
      { a: 1n },
    ]);
    const refused = [
      '{"id":1,"method":"m"}',
      '{"id":1,"method":"m","params":{}}',
      '{"jsonrpc":"1.0","id":1,"method":"m","params":[]}',
      '{"jsonrpc":"2.0","id":null,"method":"m","params":[]}',
      '{"jsonrpc":"2.0","method":"m","params":[]}',
      '{"jsonrpc":"2.0","id":1.5,"method":"m","params":[]}',
      '{"jsonrpc":"2.0","id":1,"params":[]}',
      '[]',
    ];
    for (const body of refused) expect(() => decodeJsonCall(body, level), body).to.throw(MalformedJson);
  });

  it('has a third shape for errors before the dispatch: a bare list, and the id 0', () => {
    const error = ['HOST_STILL_BOOTING'];
    expect(encodeEarlyError(error, levels['8.2'])).to.equal('{"result":null,"error":["HOST_STILL_BOOTING"],"id":0}');
    expect(encodeEarlyError(error, levels['8.4'])).to.equal('{"jsonrpc":"2.0","error":["HOST_STILL_BOOTING"],"id":0}');
  });
});

describe('The two wires of a simulated host', () => {
  const login = (user: string): object => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'session.login_with_password',
    params: [user, 'practice'],
  });

  it('send callers of a member to the coordinator, each in its own shape', async () => {
    const test = await poolForTest({ release: 'xenserver-8' });
    const json = await post(test, login('root'), '/jsonrpc', '127.0.0.2');
    expect(json).to.deep.equal({
      contentType: 'application/json',
      body: '{"jsonrpc":"2.0","error":{"code":1,"message":"HOST_IS_SLAVE","data":["127.0.0.1"]},"id":1}',
      failure: 'HOST_IS_SLAVE',
    });
  });

  it('show emergency mode before the call is looked at', async () => {
    const test = await poolForTest({ release: 'xenserver-8' });
    const host = test.pool.host(1);
    host.agent = 'emergency';
    host.emergencyError = ['HOST_UNKNOWN_TO_MASTER', host.uuid];
    const json = await post(test, login('root'), '/jsonrpc', '127.0.0.2');
    expect(json.body).to.equal(`{"result":null,"error":["HOST_UNKNOWN_TO_MASTER","${host.uuid}"],"id":0}`);
    const asked = { jsonrpc: '2.0', id: 1, method: 'host.is_in_emergency_mode', params: [''] };
    expect((await post(test, asked, '/jsonrpc', '127.0.0.2')).body).to.equal('{"jsonrpc":"2.0","result":true,"id":1}');
  });

  it('share their sessions', async () => {
    const test = await poolForTest();
    const { body } = await post(test, login('root'));
    test.session = (JSON.parse(body) as { result: string }).result;
    expect(await test.call('pool.get_all')).to.have.length(1);
  });

  it('list the calls of the release without a session, in XML-RPC without an envelope', async () => {
    const test = await poolForTest({ release: 'xenserver-7.6' });
    const xml = '<methodCall><methodName>system.listMethods</methodName><params/></methodCall>';
    const { body } = await post(test, xml, '/');
    expect(body).to.match(/^<\?xml version="1.0"\?><methodResponse><params><param><value><array><data><value>/);
    expect(body).to.contain('<value>VM.get_all_records</value>').and.not.to.contain('Certificate.get_all_records');
    const json = await post(test, { jsonrpc: '2.0', id: 1, method: 'system.listMethods', params: [] });
    const { result } = JSON.parse(json.body) as { result: string[] };
    expect(result).to.include.members(['event.from', 'host.get_record', 'pool.add_to_other_config', 'host.evacuate']);
    expect(new Set(result).size).to.equal(result.length);
  });

  it('refuse what is not UTF-8 (gen_server.ml)', async () => {
    const test = await poolForTest();
    const xml =
      '<methodCall><methodName>session.login_with_password</methodName><params><param><value>X</value></param></params></methodCall>';
    const bytes = Buffer.from(xml.replace('X', '\u00ff'), 'latin1');
    const { body } = await answerPost(test.pool, '127.0.0.1', '/', bytes);
    expect(body).to.contain('<value>INVALID_VALUE</value><value>Invalid UTF-8 string in parameter</value>');
  });

  it('answer HTTP 500 to what cannot be read', async () => {
    const test = await poolForTest();
    for (const [path, body] of [
      ['/jsonrpc', '{'],
      ['/jsonrpc', '<methodCall>'],
      ['/', '{}'],
    ] as const) {
      const error: unknown = await post(test, body, path).catch((cause: unknown) => cause);
      expect(error, body).to.be.instanceOf(UnreadableRequest);
    }
  });

  it('are one before 6.5: JSON is unreadable XML, which is a fault in HTTP 200 (api_server.ml in XS62)', async () => {
    const test = await poolForTest({ release: 'xenserver-6.2' });
    const { contentType, body } = await post(test, login('root'));
    expect(contentType).to.equal('text/xml');
    expect(body).to.contain('<methodResponse><fault><value><struct><member><name>faultCode</name><value><i4>1</i4>');
    expect(body).to.contain('Failed to parse supplied XML');
  });

  it('are known for every release', () => {
    const shapes = Object.fromEntries(
      (Object.keys(releases) as ReleaseId[]).map((id) => [id, wireBehaviour(releases[id]).jsonRpc]),
    );
    expect(shapes).to.include({
      'xenserver-6.0.2': 'absent',
      'xenserver-6.2': 'absent',
      'xenserver-6.5': 'version-1',
      'xenserver-7.1': 'version-1',
      'xenserver-7.6': 'mirrored',
      'xenserver-9': 'mirrored',
    });
  });
});
