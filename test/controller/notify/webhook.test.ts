import { expect } from 'chai';
import { attempt } from '../../../src/controller/notify/deliver.js';
import type { Delivery } from '../../../src/controller/notify/channel.js';
import { webhookBody } from '../../../src/controller/notify/channels/webhook-body.js';
import { webhookChannel, type WebhookOptions } from '../../../src/controller/notify/channels/webhook.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { anEvent } from '../../support/notify-events.js';
import { isSigned, startReceiver, type Receiver } from '../../support/notify-receiver.js';
import { testCertificate } from '../../support/notify-certificate.js';

function channelTo(url: string, change: Partial<WebhookOptions> = {}) {
  return webhookChannel({
    ...{ name: 'on-call', severity: 'info', pools: [], format: 'json', destination: url, clock: systemClock },
    address: () => new Secret(url),
    secret: () => new Secret('correct-horse'),
    ca: () => undefined,
    ...change,
  });
}

function sendTo(url: string, change: Partial<WebhookOptions> = {}, deadline = 5000): Promise<Delivery> {
  const signal = new AbortController().signal;
  return attempt(channelTo(url, change), anEvent(), { clock: systemClock, signal, attemptDeadline: deadline });
}

describe('A webhook', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  it('posts the event as JSON under its own id, signed with the key over id, time and body', async () => {
    expect(await sendTo(`${receiver.url}/hook`)).to.include({ kind: 'taken' });

    const [request] = receiver.received;
    expect(request).to.include({ method: 'POST', path: '/hook' });
    expect(request?.headers).to.include({ 'webhook-id': 'run-1.7', 'content-type': 'application/json' });
    expect(Math.abs(Number(request?.headers['webhook-timestamp']) * 1000 - Date.now())).to.be.lessThan(5000);
    expect(isSigned(request!, Buffer.from('correct-horse'))).to.equal(true);
    expect(JSON.parse(request!.body)).to.deep.include({
      type: 'run-stopped',
      id: 'run-1.7',
      timestamp: '2026-01-05T22:00:00.000Z',
    });
  });

  it('is not taken for signed with another key, body, id or time', async () => {
    await sendTo(receiver.url);
    const request = receiver.received[0]!;
    const key = Buffer.from('correct-horse');
    expect(isSigned(request, Buffer.from('other'))).to.equal(false);
    expect(isSigned({ ...request, body: `${request.body} ` }, key)).to.equal(false);
    for (const header of ['webhook-id', 'webhook-timestamp'])
      expect(isSigned({ ...request, headers: { ...request.headers, [header]: '1' } }, key)).to.equal(false);
  });

  it('takes a key in the form in which the specification hands keys out', async () => {
    const key = Buffer.from('0123456789abcdef01234567');
    await sendTo(receiver.url, { secret: () => new Secret(`whsec_${key.toString('base64')}`) });
    expect(isSigned(receiver.received[0]!, key)).to.equal(true);
  });

  it('has no signature without a key', async () => {
    await sendTo(receiver.url, { secret: () => undefined });
    expect(receiver.received[0]?.headers).not.to.have.property('webhook-signature');
  });

  it('reads address and key anew for each attempt, so that a rotated one holds at once', async () => {
    let key = 'old';
    const channel = channelTo(receiver.url, { secret: () => new Secret(key) });
    const signal = new AbortController().signal;
    await channel.send(anEvent(), signal);
    key = 'new';
    await channel.send(anEvent(), signal);
    expect(receiver.received.map((one) => isSigned(one, Buffer.from('new')))).to.deep.equal([false, true]);
  });

  it('follows no redirect, and says so', async () => {
    const elsewhere = await startReceiver();
    receiver.answer({ status: 307, headers: { location: `${elsewhere.url}/` } });
    const delivery = await sendTo(receiver.url);
    expect(delivery).to.deep.include({ kind: 'again' });
    expect(delivery.kind === 'again' && delivery.reason).to.include('redirects are not followed');
    expect(elsewhere.received).to.have.length(0);
    await elsewhere.close();
  });

  it('is tried again after 5xx, 429 and 404, as late as Retry-After says, and not after 400, 413 and 422', async () => {
    receiver.answer(500, { status: 429, headers: { 'retry-after': '120' } }, 404, 400, 413, 422);
    const kinds = [];
    for (let index = 0; index < 6; index++) kinds.push(await sendTo(receiver.url));
    expect(kinds.map(({ kind }) => kind)).to.deep.equal(['again', 'again', 'again', 'refused', 'refused', 'refused']);
    expect(kinds[1]).to.include({ after: 120_000 });
  });

  it('gives up an attempt that hangs', async () => {
    receiver.answer('hang');
    expect(await sendTo(receiver.url, {}, 100)).to.deep.equal({ kind: 'again', reason: 'no answer within 0 s' });
  });

  it('does not wait for the end of an answer that never ends', async () => {
    receiver.answer({ status: 200, body: 'x'.repeat(1_000_000) });
    const delivery = await sendTo(receiver.url);
    expect(delivery.kind).to.equal('taken');
    expect(delivery.kind === 'taken' && delivery.answer.length).to.be.lessThan(300);
  });

  it('shows its address nowhere, since the path may be the key to a room: not in answers that repeat it, not in errors', async () => {
    const path = '/services/T0SECRET0/B0SECRET0/xoxSECRETxox?token=qsSECRETqs';
    receiver.answer({ status: 404, body: `Cannot POST ${path} nor /services/T0SECRET0` });
    const refused = await sendTo(`${receiver.url}${path}`);
    await receiver.close();
    const gone = await sendTo(`${receiver.url}${path}`);
    for (const delivery of [refused, gone]) expect(JSON.stringify(delivery)).not.to.include('SECRET');
    expect(JSON.stringify(gone)).to.include('ECONNREFUSED');
    receiver = await startReceiver();
  });

  it('believes no certificate but one of a public authority, or of the authority that is named for it', async () => {
    const { key, cert, other } = testCertificate();
    const secure = await startReceiver({ key, cert });
    const distrusted = await sendTo(secure.url);
    const wrong = await sendTo(secure.url, { ca: () => other });
    const trusted = await sendTo(secure.url, { ca: () => cert });
    expect(distrusted.kind === 'again' && distrusted.reason).to.match(/self-signed|SELF_SIGNED/);
    expect(wrong.kind).to.equal('again');
    expect(trusted.kind).to.equal('taken');
    expect(secure.received).to.have.length(1);
    await secure.close();
  });
});

describe('The forms of a webhook', () => {
  const hostile = anEvent({
    title: '<!channel> <https://evil.example|click> *bold* @here & `code`',
    text: '<@U123> [link](http://evil.example)\nsecond line',
  });

  it('are plain text with a line for each thing to know', () => {
    expect(webhookBody(anEvent(), 'text').text.split('\n')).to.deep.equal([
      'Lab: the upgrade has stopped at xs-2',
      'Why: xs-2 never asked for a file',
      'Failure: never-fetched',
      'Next: Look at its console, then: drydock upgrade retry',
      'Hosts: 1 of 3 done',
      'Run: run-1, Lab to xcp-ng-8.3',
      'Time: 2026-01-05 22:00:00 UTC',
    ]);
  });

  it('mention nobody and link nowhere in a chat room, whatever a host is called', () => {
    const { text } = JSON.parse(webhookBody(hostile, 'slack').text) as { text: string };
    expect(text).to.match(/^:rotating_light: \*/);
    expect(text).not.to.match(/<|>|@here|@U123|\[link]|`code`/);
    expect(text).to.include('&lt;!channel&gt;');
  });
});
