/** The media server's metrics as figures for people. */
import { expect } from 'chai';
import { figuresOf } from '../../../src/daemon/control-api/server-figures.js';

const text = (bytes: number, ok: number, failed = 0): string => `# HELP x y
drydock_requests_total{protocol="http",status="2xx"} ${ok}
drydock_requests_total{protocol="http",status="5xx"} ${failed}
drydock_sent_bytes_total{protocol="http"} ${bytes}
drydock_connections{protocol="http"} 3
drydock_refusals_total{protocol="http",reason="stalled"} 2
drydock_refusals_total{protocol="http",reason="password"} 0
`;

describe('figures of the media server', () => {
  it('are read from its metrics, and have rates from the second reading on', () => {
    const first = figuresOf(text(1000, 10), 1000, undefined);
    const [http] = first.protocols;
    expect(http).to.deep.include({ protocol: 'http', connections: 3, sentBytes: 1000, rate: null });
    expect(http?.refusals).to.deep.equal([{ reason: 'stalled', count: 2 }]);
    const second = figuresOf(text(5000, 20, 2), 3000, first.reading);

    expect(second.protocols[0]?.rate).to.deep.equal({ bytes: 2000, requests: 6, errors: 1 });
  });

  it('have no rate over a restart of the serving process, or where the clock was set back', () => {
    const first = figuresOf(text(1000, 10), 1000, undefined);

    expect(figuresOf(text(10, 1), 3000, first.reading).protocols[0]?.rate).to.equal(null);
    expect(figuresOf(text(2000, 20), 500, first.reading).protocols[0]?.rate).to.equal(null);
  });

  it('are nothing where the text is something else', () => {
    expect(figuresOf('<html>', 1, undefined).protocols.map(({ sentBytes }) => sentBytes)).to.deep.equal([0, 0]);
  });
});
