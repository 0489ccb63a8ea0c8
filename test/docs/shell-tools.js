/* global fetch */
// The part of curl and openssl that the pages of docs/ use, for machines that have neither.
import { createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';

const [tool, ...args] = process.argv.slice(2);
await (tool === 'curl' ? curl() : openssl());

async function curl() {
  const options = { method: undefined, headers: {}, body: undefined };
  let url = '';
  let after = '';
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === '-X') options.method = args[(at += 1)];
    else if (argument === '-d') options.body = args[(at += 1)];
    else if (argument === '-w') after = args[(at += 1)];
    else if (argument === '-H') {
      const [name, ...value] = args[(at += 1)].split(': ');
      options.headers[name] = value.join(': ');
    } else if (argument.startsWith('http')) url = argument;
    else if (argument !== '-sS') throw new Error(`curl ${argument} is not known here`);
  }
  const reply = await fetch(url, {
    ...options,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
  });
  process.stdout.write((await reply.text()) + after.replace('%{http_code}', reply.status));
}

async function openssl() {
  const [command, digest, option, key] = args;
  if (command !== 'dgst' || digest !== '-sha1' || option !== '-hmac')
    throw new Error('only dgst -sha1 -hmac is known here');
  const body = await text(process.stdin);
  process.stdout.write(`SHA1(stdin)= ${createHmac('sha1', key).update(body).digest('hex')}\n`);
}
