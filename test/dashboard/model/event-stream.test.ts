/** The stream of events as it comes over the wire. */
import { expect } from 'chai';
import { backoff, eventParser } from '../../../src/dashboard/model/event-stream.js';

describe('the event stream', () => {
  it('is read however it is cut', () => {
    const text =
      'retry: 2000\n\n: heartbeat\n\nevent: run\r\ndata: {"a":1}\r\n\r\nevent: two\ndata: x\ndata: y\n\ndata: z\n\n';
    for (const size of [1, 2, 3, 7, text.length]) {
      const parser = eventParser();
      const events = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      ).flatMap((part) => [...parser.push(part)]);
      expect(events, `in parts of ${size}`).to.deep.equal([
        { event: 'run', data: '{"a":1}' },
        { event: 'two', data: 'x\ny' },
        { event: 'message', data: 'z' },
      ]);
    }
  });

  it('tells nothing of an event that has not ended', () => {
    expect(eventParser().push('event: run\ndata: {}\n')).to.deep.equal([]);
  });

  it('is opened again soon, then every ten seconds', () => {
    expect([0, 1, 2, 10, 1000].map(backoff)).to.deep.equal([500, 1000, 2000, 10_000, 10_000]);
  });
});
