/** The text of the rendered configuration; what nginx makes of it is tested with the real one (test/interop/mirror-nginx.test.ts). */
import { expect } from 'chai';
import { nginxConfig } from '../../../src/servers/mirror/nginx-config.js';

const mirror = {
  name: 'berlin-2',
  address: '198.51.100.20',
  port: 8080,
  origin: 'http://192.0.2.10:8080',
  cache: '/var/cache/nginx/drydock-berlin-2',
  cacheSize: 30,
  idleTimeout: 65,
};

describe('The configuration of nginx for a mirror', () => {
  it('asks before each answer, keeps copies by their content, and writes no address of a host into a log', () => {
    const text = nginxConfig(mirror, 'site');
    expect(text).to.match(/auth_request \/_drydock_check;/);
    expect(text).to.match(/proxy_cache_key \$drydock_object\$slice_range;/);
    const [logged] = /log_format[^;]*;/.exec(text) ?? [''];
    expect(logged).not.to.match(/\$(request|request_uri|uri|document_uri|args)\b/);
    expect(text.match(/error_log [^;]*/g)).to.deep.equal(['error_log /var/log/nginx/drydock-berlin-2.error.log crit']);
  });

  it('answers to the address that hosts are given, whatever other sites the machine has', () => {
    expect(nginxConfig(mirror, 'site')).to.include('server_name 198.51.100.20;');
  });

  it('lets go of connections before the media server does', () => {
    expect(nginxConfig({ ...mirror, idleTimeout: 20 }, 'site')).to.include('keepalive_timeout 15s;');
    expect(nginxConfig({ ...mirror, idleTimeout: 3600 }, 'site')).to.include('keepalive_timeout 60s;');
  });

  it('verifies the certificate of a media server that is reached over HTTPS', () => {
    const text = nginxConfig({ ...mirror, origin: 'https://media.example' }, 'site');
    expect(text).to.include('server media.example:443;');
    expect(text).to.include('proxy_ssl_verify on;');
    expect(text).to.include('proxy_ssl_name media.example;');
    expect(text.match(/proxy_pass https:/g)).to.have.length(2);
    expect(nginxConfig(mirror, 'site')).not.to.include('proxy_ssl');
  });

  it('is a part of a configuration, or a whole one', () => {
    expect(nginxConfig(mirror, 'site')).not.to.match(/^\s*(events|http) \{/m);
    expect(nginxConfig(mirror, 'whole')).to.match(/^http \{/m);
  });
});
