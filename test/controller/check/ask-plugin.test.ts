import { expect } from 'chai';
import { askPlugin, askTestUrl } from '../../../src/controller/check/ask-plugin.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { answerReads, wirePool } from '../../support/xapi-records.js';
import { failure, ScriptedPool, success, text, type Outcome } from '../../support/xapi-scripted-pool.js';

/** A host whose plugin answers each function as the script says; what it does not name is unknown to it. */
function questions(script: Readonly<Record<string, Outcome>>) {
  const records = wirePool();
  const asked: string[] = [];
  const wire = new ScriptedPool((call) => {
    if (call.method !== 'host.call_plugin') return answerReads(records, call);
    const fn = text(call.params[3]);
    asked.push(fn);
    return script[fn] ?? failure('UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn);
  });
  const port = xapiPool(wire.options({ clock: new VirtualClock() }));
  return {
    asked,
    asking: { port, host: 'host-1', url: 'http://192.0.2.9/i/t/', signal: new AbortController().signal },
  };
}

describe('Asking a host’s plugin', () => {
  it('tells a function that it lacks from one that failed', async () => {
    const { asking } = questions({
      testSafe2Upgrade: success('not_enough_space'),
      getDom0DefaultMemory: failure('XENAPI_PLUGIN_FAILURE', 'getDom0DefaultMemory', 'Exception', 'REPO_IOERROR'),
    });
    expect(await askPlugin(asking)).to.deep.equal({
      getVersion: { kind: 'lacks' },
      testSafe2Upgrade: { kind: 'answered', text: 'not_enough_space' },
      getDom0DefaultMemory: { kind: 'failed', code: 'REPO_IOERROR' },
      getEUA: { kind: 'lacks' },
    });
  });

  it('tells a host without the plugin, as those before 6.0', async () => {
    const missing = failure('XENAPI_MISSING_PLUGIN', 'prepare_host_upgrade.py');
    const { asking } = questions({ testUrl: missing, getVersion: missing });
    expect((await askPlugin(asking)).getVersion).to.deep.equal({ kind: 'no-plugin' });
    expect(await askTestUrl(asking)).to.include({ asked: true, reachable: false, code: 'XENAPI_MISSING_PLUGIN' });
  });

  it('gives the code of a host of 6.5 without its hotfix, which finds nothing on a newer medium', async () => {
    const { asking } = questions({ testUrl: failure('XENAPI_PLUGIN_FAILURE', 'testUrl', 'Exception', 'INVALID_URL') });
    expect(await askTestUrl(asking)).to.include({ asked: true, reachable: false, code: 'INVALID_URL' });
  });

  it('says why a host could not be asked', async () => {
    const { asking } = questions({
      testUrl: failure('HOST_OFFLINE', 'host'),
      getVersion: failure('HOST_OFFLINE', 'host'),
    });
    const answer = await askTestUrl(asking);
    expect(answer.asked).to.equal(false);
    expect((await askPlugin(asking)).getVersion).to.include({ kind: 'not-asked' });
  });

  it('says which role the user lacks when xapi lets nobody but pool-admin ask (xapi.md 1.2)', async () => {
    const denied = failure('RBAC_PERMISSION_DENIED', 'host.call_plugin', 'No permission in user session');
    const { asking } = questions({ testUrl: denied, getVersion: denied });
    const reason = 'the user that Drydock logs in with lacks the role pool-admin (RBAC_PERMISSION_DENIED)';
    expect(await askTestUrl(asking)).to.deep.equal({ asked: false, reason });
    expect((await askPlugin(asking)).getVersion).to.deep.equal({ kind: 'not-asked', reason });
  });
});
