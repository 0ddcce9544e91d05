import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chooseFaults, readFaultFile } from '../../src/daemon/practice/chosen-faults.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import type { AnyFault } from '../../src/simulator/faults/definition.js';
import { faultKinds, FaultScript, type Fault } from '../../src/simulator/faults/fault.js';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { ownParameters, shownName } from '../../src/simulator/faults/shown-parameters.js';

const kinds = Object.entries<AnyFault>(faultKinds);

function refusalOf(read: () => unknown): DrydockError {
  try {
    read();
  } catch (error) {
    if (error instanceof DrydockError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('A fault as text', () => {
  for (const [written, expected] of [
    ['never-returns', { kind: 'never-returns' }],
    ['never-returns@1', { kind: 'never-returns', host: '1' }],
    [
      'installer-fetch-fails@sim-2,path=xapi-core,occurrence=every',
      { kind: 'installer-fetch-fails', host: 'sim-2', path: 'xapi-core', occurrence: 'every' },
    ],
    ['call-fails,method=host.disable,error=A,b,c', { kind: 'call-fails', method: 'host.disable', error: 'A,b,c' }],
    [
      'reply-lost host=xs-2 call=host.disable nth=1',
      { kind: 'reply-lost', host: 'xs-2', method: 'host.disable', occurrence: '1' },
    ],
    ['plugin-answers-wrongly  answer="no answer"', { kind: 'plugin-answers-wrongly', answer: 'no answer' }],
  ] as const) {
    it(`is read: ${written}`, () => {
      expect(readFaultText(written)).to.deep.equal(expected);
    });
  }

  for (const [written, expected, found] of [
    ['never-return', /never-returns/, 'never-return (did you mean never-returns?)'],
    ['reply-lost hots=xs-1', /host, occurrence, method, vm, lasts/, 'hots (did you mean host?)'],
    ['reply-lost nth=0', /reply-lost host=/, 'occurrence: must be like 2, every, 2-4 or 3-'],
    ['field-missing class=host', /field-missing/, 'field: must be given, as text'],
    ['power-loss lasts=ten', /power-loss/, 'lasts: must be like 90s, 5min or 2h'],
    ['power-loss at=lunch', /power-loss/, /^at: must be one of start, /],
    ['installer-refuses reason=tired', /installer-refuses/, /^reason: must be one of /],
    ['reply-lost xs-2 call=host.disable', /NAME \[name=value\]/, 'xs-2'],
    ['', /one of never-returns/, ''],
  ] as const) {
    it(`is refused with what was found and what is known: "${written}"`, () => {
      const { code, details, exitCode } = refusalOf(() => readFaultText(written));
      expect(code).to.equal('FAULT_INVALID');
      expect(exitCode).to.equal(2);
      expect(details.expected).to.match(expected);
      if (typeof found === 'string') expect(details.found).to.equal(found);
      else expect(details.found).to.match(found);
    });
  }
});

describe('A fault in a script', () => {
  it('is checked as it is in a text', () => {
    const wrong = { kind: 'power-loss', at: 'lunch' } as unknown as Fault;
    expect(refusalOf(() => new FaultScript([wrong])).code).to.equal('FAULT_INVALID');
  });
});

describe('A file of faults', () => {
  let folder: string;
  const file = (text: string): string => {
    const path = join(folder, 'faults.yaml');
    writeFileSync(path, text);
    return path;
  };
  const refusal = (path: string): Promise<unknown> => readFaultFile(path).catch((error: unknown) => error);

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'drydock-faults-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('holds texts and maps, in a list or under `faults`', async () => {
    const list = '- never-returns host=1\n- fault: call-fails\n  call: host.disable\n  nth: 2\n  error: [A, b]\n';
    const expected = [
      { kind: 'never-returns', host: '1' },
      { kind: 'call-fails', method: 'host.disable', occurrence: 2, error: ['A', 'b'] },
    ];
    expect(await readFaultFile(file(list))).to.deep.equal(expected);
    expect(await readFaultFile(file(`faults:\n${list.replaceAll(/^/gm, '  ')}`.trimEnd()))).to.deep.equal(expected);
  });

  it('comes before the faults of the command line, each with its text as it would stand there', async () => {
    const path = file('- {fault: plugin-answers-wrongly, answer: no answer}\n- {fault: call-fails, error: [A, b]}\n');
    const chosen = await chooseFaults(['never-returns@1'], path);
    expect(chosen.map(({ text }) => text)).to.deep.equal([
      'plugin-answers-wrongly answer="no answer"',
      'call-fails error=A,b',
      'never-returns@1',
    ]);
    for (const { text, fault } of chosen) expect(readFaultText(text)).to.have.property('kind', fault.kind);
  });

  for (const [what, text, found] of [
    ['is no YAML', 'faults: [', 'Flow sequence'],
    ['is empty', '', 'an empty file'],
    ['holds no list', 'faults: 3', 'without a list'],
  ] as const) {
    it(`is refused when it ${what}`, async () => {
      const error = await refusal(file(text));
      expect(error).to.have.property('code', 'FAULT_FILE_UNREADABLE');
      expect((error as DrydockError).details.found).to.include(found);
    });
  }

  it('is refused when it is not there', async () => {
    expect(await refusal(join(folder, 'nothing'))).to.have.property('code', 'FAULT_FILE_UNREADABLE');
  });

  for (const [what, text, found] of [
    ['without a name', '- host: xs-1', 'none'],
    ['of an unknown name', '- fault: never', 'never'],
    ['that is no map', '- 3', '3'],
    ['with a wrong value', '- {fault: reply-lost, nth: 0}', 'occurrence: '],
  ] as const) {
    it(`is refused with the number of the entry ${what}`, async () => {
      const path = file(`- never-returns\n${text}`);
      const error = await refusal(path);
      expect(error).to.have.property('code', 'FAULT_INVALID');
      expect((error as DrydockError).details.subject).to.equal(`${path}, fault 2`);
      expect((error as DrydockError).details.found).to.include(found);
    });
  }
});

describe('Every kind of fault', () => {
  for (const [kind, fault] of kinds) {
    it(`${kind} has an example that is read as it, and names its own parameters`, () => {
      expect(readFaultText(fault.example)).to.have.property('kind', kind);
      for (const name of ownParameters(fault)) expect(fault.summary).to.include(`\`${shownName(name)}`);
      expect(kind).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    });
  }
});
