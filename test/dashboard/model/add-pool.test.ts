/** What is typed to make a pool known: read as it was meant, refused in words, and sent only with compared certificates. */
import { expect } from 'chai';
import {
  addressesOf,
  addRequestOf,
  emptyPoolForm,
  fingerprintLines,
  wrongIn,
} from '../../../src/dashboard/model/add-pool.js';

const form = { ...emptyPoolForm, name: 'lab', addresses: '192.0.2.11, 192.0.2.12' };
const fingerprint = 'ab'.repeat(32);
const seen = (address: string) => ({ address, fingerprint, error: null });

describe('the form that makes a pool known', () => {
  it('takes addresses between commas, blanks and lines, each once', () => {
    expect(addressesOf({ addresses: ' 192.0.2.11,192.0.2.12;\n192.0.2.11  xs-3:8443 ' })).to.deep.equal([
      ...['192.0.2.11', '192.0.2.12', 'xs-3:8443'],
    ]);
  });

  it('says in a sentence what cannot be right', () => {
    expect(wrongIn(form, [])).to.equal(null);
    expect(wrongIn({ ...form, name: '../lab' }, [])).to.include('letters');
    expect(wrongIn(form, ['lab'])).to.include('already');
    expect(wrongIn({ ...form, addresses: ' , ' }, [])).to.include('address');
    expect(wrongIn({ ...form, user: '' }, [])).to.include('user');
    expect(wrongIn({ ...form, reach: '10.0.0.1=192.0.2.1, 10.0.0.2' }, [])).to.include('10.0.0.2');
  });

  it('sends what was seen of each address, and nothing while one has shown no certificate', () => {
    const certificates = [seen('192.0.2.11'), seen('192.0.2.12')];
    const reach = '10.0.0.1=192.0.2.11:8443';

    expect(addRequestOf({ ...form, reach }, { certificates }, 'secret')).to.deep.equal({
      ...{ name: 'lab', addresses: ['192.0.2.11', '192.0.2.12'], user: 'root', password: 'secret', oldTls: false },
      fingerprints: { '192.0.2.11': fingerprint, '192.0.2.12': fingerprint },
      addressMap: { '10.0.0.1': '192.0.2.11:8443' },
    });
    const silent = { address: '192.0.2.12', fingerprint: null, error: null };
    expect(addRequestOf(form, { certificates: [seen('192.0.2.11'), silent] }, 'secret')).to.equal(null);
    expect(addRequestOf(form, { certificates: [] }, 'secret')).to.equal(null);
  });

  it('shows a fingerprint as openssl does, on two lines', () => {
    expect(fingerprintLines(fingerprint)).to.deep.equal([
      Array.from({ length: 16 }, () => 'AB').join(':'),
      Array.from({ length: 16 }, () => 'AB').join(':'),
    ]);
  });
});
