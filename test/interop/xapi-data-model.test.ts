import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { callFact, callSignature, callTable } from '../../src/releases/calls/call-signature.js';
import { roles } from '../../src/releases/calls/call-table.js';
import { undocumentedCalls } from '../../src/releases/calls/undocumented.js';
import { enumValues } from '../../src/releases/enums.js';
import { classFacts } from '../../src/releases/records/classes.js';
import { recordFields } from '../../src/releases/records/record-fields.js';
import { recordTables, type RecordClass } from '../../src/releases/records/record-tables.js';
import type { ApiLevel } from '../../src/releases/since.js';
import { formatWireType } from '../../src/releases/wire-types.js';

const modelFile = path.resolve(import.meta.dirname, '../../../shared/xapi/xenapi.json');

const lifecycle = z.object({ transitions: z.array(z.object({ transition: z.string(), release: z.string() })) });
const messageSchema = z.object({
  name: z.string(),
  result: z.array(z.string()).min(1),
  params: z.array(z.object({ name: z.string(), type: z.string(), required: z.boolean() })),
  roles: z.array(z.string()),
  implicit: z.boolean(),
  lifecycle,
});
const classSchema = z.object({
  name: z.string(),
  fields: z.array(z.object({ name: z.string(), type: z.string(), lifecycle })),
  messages: z.array(messageSchema),
  lifecycle,
  enums: z.array(z.object({ name: z.string(), values: z.array(z.object({ name: z.string() })) })),
});
type Message = z.infer<typeof messageSchema>;

/** The code names under which the model files the releases before it counted by xapi version (xapi.md 1.10). */
const codeNames: Readonly<Record<string, string | undefined>> = {
  rio: undefined,
  miami: undefined,
  symc: undefined,
  orlando: '5.0',
  'orlando-update-1': '5.0u1',
  george: '5.5',
  'midnight-ride': '5.6',
  cowley: '5.6FP1',
  boston: '6.0',
  tampa: '6.1',
  clearwater: '6.2',
  'vgpu-tech-preview': '6.2SP1',
  'vgpu-productisation': '6.2SP1',
  creedence: '6.5',
  cream: '6.5SP1',
  indigo: '6.5SP1',
  dundee: '7.0',
  ely: '7.1',
  falcon: '7.2',
  inverness: '7.3',
  jura: '7.4',
  kolkata: '7.5',
  lima: '7.6',
  naples: '8.0',
  quebec: '8.1',
  stockholm: '8.2',
  stockholm_psr: '8.2HF2',
};

/** Everything the model has, however new. */
const newest: ApiLevel = { productVersion: '99.0.0', xapiVersion: '99.0.0' };

function firstRelease(entry: z.infer<typeof lifecycle>): string | undefined {
  const release = entry.transitions[0]?.release;
  if (release === undefined) return undefined;
  return release in codeNames ? codeNames[release] : `xapi ${release}`;
}

function removedIn(entry: z.infer<typeof lifecycle>): string | undefined {
  const release = entry.transitions.find(({ transition }) => transition === 'removed')?.release;
  if (release === undefined) return undefined;
  return release in codeNames ? codeNames[release] : `xapi ${release}`;
}

function leastRole(message: Message): string {
  return roles.find((role) => message.roles.includes(role)) ?? 'local-root';
}

describe('The call tables agree with the published XenAPI data model', function () {
  let classes: z.infer<typeof classSchema>[];

  before(function () {
    if (!existsSync(modelFile)) {
      console.log(`      skipped: there is no data model at ${modelFile}`);
      this.skip();
    }
    classes = z.array(classSchema).parse(JSON.parse(readFileSync(modelFile, 'utf8')));
  });

  const messageOf = (call: string): Message | undefined => {
    const [className, name] = call.split('.');
    return classes.find((entry) => entry.name === className)?.messages.find((message) => message.name === name);
  };

  /** Parameters without the session: a call "without session" is one whose first parameter is not `session_id`. */
  const compareCall = (call: string, message: Message): void => {
    const signature = callSignature(call, newest)!;
    const needsSession = message.params[0]?.name === 'session_id';
    expect(signature.needsSession, call).to.equal(needsSession);
    expect(
      signature.parameters.map((parameter) => ({
        name: parameter.name,
        type: formatWireType(parameter.type),
        required: parameter.default === undefined,
      })),
      call,
    ).to.deep.equal(
      message.params.slice(needsSession ? 1 : 0).map(({ name, type, required }) => ({ name, type, required })),
    );
    expect(formatWireType(signature.result), call).to.equal(message.result[0]);
    expect(signature.role, call).to.equal(leastRole(message));
  };

  it('in name, parameters, types, order, result, role and first release of every listed call', () => {
    let compared = 0;
    for (const [call, fact] of Object.entries(callTable)) {
      const message = messageOf(call);
      if (Object.hasOwn(undocumentedCalls, call)) {
        expect(message, `${call} is said to be undocumented`).to.equal(undefined);
        continue;
      }
      expect(message, `${call} is in the data model`).to.not.equal(undefined);
      compareCall(call, message!);
      expect(fact.since, call).to.equal(firstRelease(message!.lifecycle));
      compared++;
    }
    expect(compared).to.be.greaterThan(90);
  });

  it('in every message that the model has: name, parameters, types, order, result, role, first and last release', () => {
    let compared = 0;
    for (const entry of classes) {
      for (const message of entry.messages) {
        const call = `${entry.name}.${message.name}`;
        const fact = callFact(call);
        expect(fact, `${call} is known`).to.not.equal(undefined);
        compareCall(call, message);
        // A generated message is not there before its class is, whatever the model says of a field as old as the model.
        const first = firstRelease(message.lifecycle);
        const expected = message.implicit ? (first ?? firstRelease(entry.lifecycle)) : first;
        expect(fact!.since, call).to.equal(expected);
        expect(fact!.removed, call).to.equal(removedIn(message.lifecycle));
        compared++;
      }
    }
    expect(compared).to.be.greaterThan(2000);
  });

  it('in every class that has records, since when and until when', () => {
    const withRecords = classes.filter((entry) => entry.messages.some(({ name }) => name === 'get_record'));
    for (const entry of withRecords) {
      expect(Object.keys(recordTables), entry.name).to.include(entry.name);
      const facts = classFacts[entry.name as RecordClass];
      expect(facts.since, entry.name).to.equal(firstRelease(entry.lifecycle));
      expect(facts.removed, entry.name).to.equal(removedIn(entry.lifecycle));
    }
    expect(withRecords.length).to.be.greaterThan(60);
  });

  it('in the words of every enumeration', () => {
    for (const { enums } of classes) {
      for (const { name, values } of enums) {
        expect(enumValues(name), name).to.deep.equal(values.map((value) => value.name));
      }
    }
  });

  it('in that no getter is made up', () => {
    for (const className of Object.keys(classFacts)) {
      for (const name of [
        'get_all',
        'get_all_records',
        'get_record',
        'get_by_uuid',
        'get_by_name_label',
        'set_other_config',
        'create',
        'destroy',
        'set_name_label',
        'add_to_blocked_operations',
      ]) {
        const call = `${className}.${name}`;
        expect(callSignature(call, newest) !== undefined, call).to.equal(messageOf(call) !== undefined);
      }
    }
  });

  it('in name, type and first release of every field of every record', () => {
    for (const [className, table] of Object.entries(recordTables)) {
      const entry = classes.find((candidate) => candidate.name === className)!;
      const ours = [...recordFields(className as RecordClass, newest)!].map(([name, type]) => [
        name,
        formatWireType(type),
      ]);
      expect(Object.fromEntries(ours), className).to.deep.equal(
        Object.fromEntries(entry.fields.map((field) => [field.name, field.type])),
      );
      for (const field of entry.fields) {
        expect(table[field.name]?.removed, `${className}.${field.name}`).to.equal(removedIn(field.lifecycle));
        expect(table[field.name]?.since, `${className}.${field.name}`).to.equal(firstRelease(field.lifecycle));
      }
    }
  });
});
