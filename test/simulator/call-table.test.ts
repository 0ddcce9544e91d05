import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { callSignature } from '../../src/releases/calls/call-signature.js';
import { releases } from '../../src/releases/find-release.js';
import { recordFields } from '../../src/releases/records/record-fields.js';
import { handlers } from '../../src/simulator/dispatch/handlers.js';
import { knownFields } from '../../src/simulator/records/wire-record.js';
import { poolForTest } from '../support/simulator-pool.js';

const newest = releases['xenserver-8'];
const publishedModel = new URL('../../../shared/xapi/xenapi.json', import.meta.url);

describe('The calls that the simulator models', () => {
  it('are all in the call table of the releases', () => {
    const unknown = Object.keys(handlers).filter((name) => callSignature(name, newest) === undefined);
    expect(unknown).to.deep.equal([]);
  });

  it('are all in the published data model, but those that it leaves out', function () {
    if (!existsSync(publishedModel)) {
      this.skip();
      return;
    }
    const classes = JSON.parse(readFileSync(publishedModel, 'utf8')) as {
      name: string;
      messages: { name: string }[];
    }[];
    const published = new Set(
      classes.flatMap(({ name, messages }) => messages.map((message) => `${name}.${message.name}`)),
    );
    const unpublished = Object.keys(handlers).filter((name) => !published.has(name));
    expect(unpublished).to.deep.equal(['host.is_in_emergency_mode']);
  });
});

describe('The records that the simulator shows', () => {
  it('name only fields that some known release has', async () => {
    const test = await poolForTest({ vms: 1 });
    await test.call('message.create', 'X', '3', 'Pool', test.pool.world.state.pool.uuid, '');
    const wrong: string[] = [];
    for (const [className, names] of knownFields(test.pool.world)) {
      const fields = recordFields(className, { productVersion: '99.0.0', xapiVersion: '99.0.0' });
      for (const name of names) if (fields?.has(name) !== true) wrong.push(`${className}.${name}`);
    }
    expect(wrong).to.deep.equal([]);
  });
});
