import { expect } from 'chai';
import { parseFilter } from '../../src/simulator/calls/record-filter.js';
import { isStruct } from '../../src/simulator/wire/wire-value.js';
import { XapiFailure } from '../../src/simulator/xapi-failure.js';
import { poolForTest } from '../support/simulator-pool.js';

const record = { name_label: 'web "1"', power_state: 'Running', is_a_template: false, memory: '1024', tags: ['a'] };

describe('The filter of get_all_records_where (xen-api, db_filter_parse.mly)', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['true', true],
    ['false', false],
    ['not true', false],
    ['field "power_state" = "Running"', true],
    ['field "power_state"="Halted"', false],
    ['"Running" = field "power_state"', true],
    ['field "is_a_template" = "false" and field "memory" = "1024"', true],
    ['field "power_state" = "Halted" or not field "memory" = "1"', true],
    ['(field "power_state" = "Halted") or (field "memory" = "1024" and true)', true],
    ['false and true or true', true],
    ['true or false and false', false],
    ['true or (false and false)', true],
    ['not true or true', false],
    ['true and not false and false', true],
    ['field "tags" = "(\'a\')"', true],
  ];
  for (const [expression, expected] of cases) {
    it(`reads ${expression}`, () => expect(parseFilter(expression)(record)).to.equal(expected));
  }

  for (const wrong of [
    '',
    'field',
    'field "x"',
    'field "x" = ',
    'true true',
    '(true',
    'power_state = "Running"',
    'TRUE',
  ]) {
    it(`refuses ${JSON.stringify(wrong)} with INVALID_VALUE`, () => {
      expect(() => parseFilter(wrong))
        .to.throw(XapiFailure)
        .with.nested.property('description[0]', 'INVALID_VALUE');
    });
  }

  it('finds records by the name of the database too, and fails on a field that there is none of', async () => {
    const test = await poolForTest({ vms: 2 });
    for (const name of ['name_label', 'name__label']) {
      const found = await test.call('VM.get_all_records_where', `field "${name}" = "vm-1"`);
      expect(isStruct(found) && Object.keys(found)).to.deep.equal([test.vmRef('vm-1')]);
    }
    expect((await test.failure('VM.get_all_records_where', 'field "colour" = "red"'))[0]).to.equal('INTERNAL_ERROR');
  });
});
