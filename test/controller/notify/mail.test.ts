import { expect } from 'chai';
import { mailChannel, type MailOptions } from '../../../src/controller/notify/channels/mail.js';
import { mailMessage } from '../../../src/controller/notify/channels/mail-message.js';
import type { Delivery } from '../../../src/controller/notify/channel.js';
import { attempt } from '../../../src/controller/notify/deliver.js';
import type { RunEvent } from '../../../src/controller/notify/run-event.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { testCertificate } from '../../support/notify-certificate.js';
import { anEvent } from '../../support/notify-events.js';
import { startSmtp, type SmtpOptions, type SmtpServer } from '../../support/notify-smtp.js';

const { key, cert, other } = testCertificate();

async function mailing(
  server: SmtpOptions,
  change: Partial<MailOptions>,
  story: (delivery: Delivery, server: SmtpServer) => void,
  event: RunEvent = anEvent(),
  attemptDeadline = 15_000,
): Promise<void> {
  const smtp = await startSmtp({ tls: { key, cert }, ...server });
  const channel = mailChannel({
    ...{ name: 'people', severity: 'notice', pools: [], host: '127.0.0.1', port: smtp.port, security: 'starttls' },
    ...{ from: 'Drydock <drydock@jump.example>', to: ['ann@example.org', 'bob@example.org'], user: undefined },
    password: () => undefined,
    ca: () => cert,
    ...change,
  });
  try {
    const signal = new AbortController().signal;
    story(await attempt(channel, event, { clock: systemClock, signal, attemptDeadline }), smtp);
  } finally {
    await smtp.close();
  }
}

describe('A mail', () => {
  it('goes to all recipients over STARTTLS, with a login that nobody can read', () =>
    mailing(
      { user: 'drydock', password: 'correct-horse' },
      { user: 'drydock', password: () => new Secret('correct-horse') },
      (delivery, { mails, clear }) => {
        expect(delivery).to.deep.equal({ kind: 'taken', answer: '250 2.0.0 queued as 42' });
        expect(mails).to.have.length(1);
        expect(mails[0]).to.deep.include({ encrypted: true, user: 'drydock', from: 'FROM:<drydock@jump.example>' });
        expect(mails[0]?.to).to.deep.equal(['TO:<ann@example.org>', 'TO:<bob@example.org>']);
        expect(clear()).to.not.match(/AUTH|MAIL/);
      },
    ));

  it('goes over TLS from the first byte where that is asked for', () =>
    mailing({ mode: 'implicit' }, { security: 'tls' }, (delivery, { mails }) => {
      expect(delivery.kind).to.equal('taken');
      expect(mails[0]?.encrypted).to.equal(true);
    }));

  it('is not sent in clear to a server that does not offer STARTTLS', () =>
    mailing({ mode: 'plain' }, {}, (delivery, { mails }) => {
      expect(delivery.kind).to.equal('again');
      expect(mails).to.have.length(0);
    }));

  it('is not given to a server whose certificate is not trusted', () =>
    mailing({}, { ca: () => other }, (delivery, { mails, clear }) => {
      expect(delivery.kind === 'again' && delivery.reason).to.match(/certificate/i);
      expect(mails).to.have.length(0);
      expect(clear()).to.not.match(/MAIL/);
    }));

  it('has text, HTML, an id that is the same when it is sent again, and asks for no automatic answer', () =>
    mailing({}, {}, (_delivery, { mails }) => {
      const { data = '' } = mails[0] ?? {};
      expect(data).to.match(/^Message-ID: <run-1\.7@drydock\.invalid>\r$/im);
      expect(data).to.match(/^Auto-Submitted: auto-generated\r$/im);
      expect(data).to.match(/^Subject: \[drydock\] failure: Lab: the upgrade has stopped at xs-2\r$/im);
      expect(data)
        .to.match(/Content-Type: text\/plain/)
        .and.match(/Content-Type: text\/html/);
    }));

  it('is tried again when the server is full or the login fails, and not when there is no such recipient', async () => {
    await mailing({ replies: { RCPT: '452 4.2.2 full' } }, {}, ({ kind }) => expect(kind).to.equal('again'));
    await mailing({ replies: { RCPT: '550 5.1.1 nobody here' } }, {}, ({ kind }) => expect(kind).to.equal('refused'));
    const login = { user: 'drydock', password: () => new Secret('wrong') };
    await mailing({ user: 'drydock', password: 'right' }, login, (delivery) => {
      expect(delivery.kind).to.equal('again');
      expect(JSON.stringify(delivery)).to.include('EAUTH').and.not.include('wrong"');
    });
  });

  it('gives up a server that hangs in the middle', () =>
    mailing(
      { replies: { MAIL: 'hang' } },
      {},
      (delivery) => {
        expect(delivery).to.deep.equal({ kind: 'again', reason: 'no answer within 1 s' });
      },
      anEvent(),
      700,
    ));
});

describe('The text of a mail', () => {
  it('lets a hostile name neither add a header nor become HTML', () =>
    mailing(
      {},
      {},
      (_delivery, { mails }) => {
        const { data = '', to = [] } = mails[0] ?? {};
        const head = data.slice(0, data.indexOf('\r\n\r\n'));
        expect(head).to.not.match(/^Bcc:/im);
        expect(to).to.have.length(2);
        expect(data.slice(data.indexOf('text/html')))
          .to.include('&lt;script&gt;')
          .and.not.include('<script>');
      },
      anEvent({
        title: 'x\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script>',
        text: '"><img src=x onerror=alert(1)>',
      }),
    ));

  it('escapes all of the event in HTML', () => {
    const { html } = mailMessage(anEvent({ text: '"><img src=x onerror=alert(1)>', nextAction: `'&<b>` }));
    expect(html).to.include('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;').and.include('&#39;&amp;&lt;b&gt;');
  });
});
