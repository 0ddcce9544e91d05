/** The table of calls behind the search for canaries stays complete, seen here rather than minutes later in the interop suite. */
import { expect } from 'chai';
import { commandCalls } from '../support/canary-commands.js';

describe('The table of commands that canaries are looked for in', () => {
  it('calls or excuses every command that needs an argument', () => {
    const { forgotten } = commandCalls('run', 'medium', '/folder', { addresses: [], port: 1 });
    expect(forgotten).to.deep.equal([]);
  });
});
