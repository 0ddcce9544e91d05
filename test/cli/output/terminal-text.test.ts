/** What comes from pools and media cannot steer the terminal it is shown on. */
import { expect } from 'chai';
import { createProgress } from '../../../src/cli/output/progress.js';
import { colourPaint } from '../../../src/cli/output/style.js';
import { forTerminal } from '../../../src/cli/output/terminal-text.js';
import { openScreen } from '../../../src/cli/watch/screen.js';

const hostile = 'vm\u001b]0;title\u0007\u001b[2J\u009b31m\u202eevil\r';
const harmless = 'vm\\x1b]0;title\\x07\\x1b[2J\\x9b31m\\u202eevil\\x0d';

describe('text for the terminal', () => {
  it('shows control characters and changes of the writing direction as what they are', () => {
    expect(forTerminal(hostile)).to.equal(harmless);
  });

  it('lets our own tones pass, and no others', () => {
    const good = colourPaint('good', 'done');

    expect(forTerminal(good)).to.equal(good);
    expect(forTerminal('\u001b[8mhidden')).to.equal('\\x1b[8mhidden');
  });

  it('leaves text of all languages alone', () => {
    const text = 'Zürich 東京 مرحبا\t✔';

    expect(forTerminal(text)).to.equal(text);
  });

  it('is what every way of showing progress writes', () => {
    let written = '';
    const stream = { write: (text: string) => (written += text), isTTY: true, columns: 80, rows: 24 };
    const progress = createProgress(stream);
    progress.say(hostile);
    progress.draw([hostile]);
    openScreen(stream).draw([hostile]);

    expect(written.split(harmless)).to.have.length(4);
    expect(written).not.to.include('\u001b[2J');
  });
});
