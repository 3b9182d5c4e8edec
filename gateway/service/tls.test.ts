import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { WebSocket } from 'ws';
import type { Scope } from '../../testing/cleanup.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

interface Files {
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
}

/** A certificate for 127.0.0.1 that its own key has signed. */
async function certificate(scope: Scope): Promise<Files> {
  const folder = await temporaryFolder(scope);
  const files = { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=Lotcast', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const out = ['-keyout', files.TLS_KEY_FILE, '-out', files.TLS_CERT_FILE];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, ...out], { stdio: 'ignore' });
  return files;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
}

function ask(url: string, ca: Buffer, method: string, headers: Record<string, string>, body?: string) {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(url, { method, ca, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

for (const gateways of [1, 2]) {
  describe(`TLS on ${gateways} gateways`, () => {
    it('carries pages, requests and sockets, and keeps its cookies to itself', async (t) => {
      const files = await certificate(t);
      const env = { ...files, GATEWAYS: String(gateways) };
      const { url } = await startLotcast(t, { env });
      assert.match(url, /^https:/);
      const ca = readFileSync(files.TLS_CERT_FILE);
      const page = await ask(url, ca, 'GET', {});
      assert.equal(page.status, 200);
      assert.equal(page.headers['strict-transport-security'], 'max-age=31536000');

      const json = { 'content-type': 'application/json' };
      const guest = await ask(`${url}/api/guests`, ca, 'POST', json, '{"name":"민수"}');
      const cookies = guest.headers['set-cookie'] as string[];
      assert.equal(cookies.length, 2);
      for (const cookie of cookies) assert.match(cookie, /^__Host-lotcast_\w+=.*; Path=\/; .*; Secure$/);
      const cookie = cookies.map((set) => set.split(';')[0]).join('; ');
      assert.equal((await ask(`${url}/api/me`, ca, 'GET', { cookie })).status, 200);

      const socket = new WebSocket(`${url.replace('https', 'wss')}/ws?v=1`, { ca, headers: { cookie } });
      const welcome = await new Promise((resolve, reject) => {
        socket.once('message', (data) => resolve(JSON.parse(String(data))));
        socket.once('error', reject);
      });
      assert.equal((welcome as { person: { name: string } }).person.name, '민수');
      socket.terminate();
      await assert.rejects(fetch(url.replace('https', 'http')));
    });
  });
}

describe('a certificate that is of no use', () => {
  it('is told of, and nothing is started', async (t) => {
    const files = await certificate(t);
    const other = await certificate(t);
    writeFileSync(other.TLS_CERT_FILE, 'junk');
    const cases: Array<readonly [Partial<Files>, RegExp]> = [
      [{ TLS_CERT_FILE: files.TLS_CERT_FILE }, /TLS_CERT_FILE and TLS_KEY_FILE must be set together/],
      [{ ...files, TLS_KEY_FILE: '/nowhere/key.pem' }, /\/nowhere\/key\.pem/],
      [other, /are not a certificate and its key/],
    ];
    for (const [env, message] of cases) {
      await assert.rejects(startLotcast(t, { env: env as Record<string, string> }), (error: Error) => {
        assert.match(error.message, /exit code 1/);
        assert.match(error.message, message);
        return true;
      });
    }
  });
});
