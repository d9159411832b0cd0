import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyTail } from '../../../lib/api/key-tail.ts';
import { lengthAfterPrefix, readPastedKey } from '../../../lib/api/pasted-key.ts';

const SECRET = 'a1B2c3D4'.repeat(8);
const KEY = `hel_live_${SECRET}`;
const TEST_KEY = `hel_test_${SECRET}`;
/** As long as a format might be that helodata does not have yet. */
const OTHER_LENGTH = `hel_live_${'Zx9-_k'.repeat(8)}`;

describe('a key alone', () => {
  test.each([
    KEY,
    TEST_KEY,
    OTHER_LENGTH,
    'hel_live_abc',
    `hel_live_${'a'.repeat(63)}-`,
    `hel_live_${'a'.repeat(90)}`,
    'hel_live_newer.format~with/signs+and==',
  ])('%s is taken as it is', (key) => {
    expect(readPastedKey(key)).toEqual({ kind: 'key', key, isAlone: true });
    expect(readPastedKey(`  ${key} \n`)).toEqual({ kind: 'key', key, isAlone: true });
  });

  test.each([
    ['around it', `\ufeff${KEY}\u200b`],
    ['in it', `hel_live_\u200b${SECRET.slice(0, 30)}\u00ad\u2060${SECRET.slice(30)}`],
    ['in its prefix', `hel\u200d_li\u200bve_${SECRET}`],
  ])('invisible characters %s are removed', (_, text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'key', key: KEY, isAlone: true });
  });
});

describe('the one key in a text is taken', () => {
  test.each([
    `HELO_API_KEY=${KEY}`,
    `export HELO_API_KEY='${KEY}'; npm start`,
    `set HELO_API_KEY=${KEY}`,
    `$env:HELO_API_KEY = "${KEY}"`,
    `hel_live_key = "${KEY}"`,
    `"${KEY}"`,
    `'${KEY}',`,
    `“${KEY}”`,
    `«${KEY}»`,
    `「${KEY}」`,
    `\`${KEY}\``,
    `**${KEY}**`,
    `_${KEY}_`,
    `${KEY},`,
    `${KEY}.`,
    `${KEY}...`,
    `<code>${KEY}</code>`,
    `{"token": "${KEY}"}`,
    `{\\"token\\":\\"${KEY}\\",\\"scope\\":\\"*\\"}`,
    `token: ${KEY} # production`,
    `Bearer ${KEY}`,
    `Bearer Bearer ${KEY}`,
    `bearer:${KEY}`,
    `Authorization: Bearer ${KEY}`,
    `hel_live_${KEY}`,
    `hel_test_${KEY}`,
    `${KEY}${KEY}`,
    `curl -H "Authorization: Bearer ${KEY}" https://api.helodata.com/v1/users/me`,
    `curl -u ${KEY}: https://api.helodata.com/v1/users/me`,
    `https://example.com/?key=${KEY}&page=1`,
    `https://example.com/${KEY}/sessions`,
    `cat ${KEY}.json`,
    `${KEY} is the key`,
    `Authorization%3A%20Bearer%20${KEY}%22`,
    `我的密钥是${KEY}，请保管好`,
    `Old: hel_live_01HXabc..., new: ${KEY}`,
    `Old: ${KEY.slice(0, -1)}, new: ${KEY}`,
    `\u001b[32m${KEY}\u001b[0m`,
  ])('%s', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'key', key: KEY, isAlone: false });
  });

  test.each([
    `**${OTHER_LENGTH}**`,
    `Use ${OTHER_LENGTH}.`,
    `hel_live_key=${OTHER_LENGTH}`,
    `{"token":"${OTHER_LENGTH}"}`,
    `${OTHER_LENGTH} · production`,
    `${OTHER_LENGTH} is the key for now`,
  ])('%s, also if it has another length', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'key', key: OTHER_LENGTH, isAlone: false });
  });

  test.each([
    ['a terminal', `${KEY.slice(0, 40)}\n${KEY.slice(40)}`],
    [
      'a narrow one',
      `HELO_API_KEY=${KEY.slice(0, 20)}\r\n${KEY.slice(20, 50)}\r\n${KEY.slice(50)}`,
    ],
    ['a field, which makes a space of the line break', `"${KEY.slice(0, 40)} ${KEY.slice(40)}"`],
    ['a break right after the prefix', `hel_live_\n${SECRET}`],
    ['a file with more lines', `A=${KEY.slice(0, 40)}\n${KEY.slice(40)}\nB=1`],
  ])('in pieces, from %s', (_, text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'key', key: KEY, isAlone: false });
  });

  test('a hyphen that ends a whole key is no punctuation', () => {
    const key = `hel_live_${'a'.repeat(63)}-`;
    expect(readPastedKey(`${key} is the key`)).toMatchObject({ key });
  });

  test('words that only follow it are not joined to it', () => {
    const start = KEY.slice(0, 60);
    expect(readPastedKey(`${start} is no whole key`)).toMatchObject({ key: start });
  });
});

describe('a text that is never sent', () => {
  test.each(['', '   ', '\u200b\ufeff', 'Bearer', 'Bearer  ', 'Bearer Bearer', '""', ' , '])(
    '%j is empty',
    (text) => {
      expect(readPastedKey(text)).toEqual({ kind: 'empty' });
    },
  );

  test.each([
    'hel_live_01HXabc...',
    'hel_live_01HXabc..',
    'hel_live_01HXabc…',
    'hel_live_01HXabc***',
    'hel_live_01HXabc*',
    'hel_live_01HX••••••••C3D4',
    'hel_live_01HX...C3D4',
    'hel_live_01HX ... C3D4',
    'HELO_API_KEY="hel_live_01HXabc..."',
    'Authorization: Bearer hel_live_…',
    'hel_live_',
    'hel_live_xxxxxxxxxxxxxxxx',
    `hel_live_${'X'.repeat(64)}`,
    'hel_live_<your key>',
    '••••••••C3D4',
    '****************',
    'sk-proj-abcd...wxyz',
  ])('%s is masked', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'masked' });
  });

  test.each([
    'https://dashboard.helodata.com/',
    'https://dashboard.helodata.com/api-keys?id=...',
    '"https://example.com"',
    'API_URL=http://127.0.0.1:4010/v1',
    'www.helodata.com',
    'dashboard.helodata.com/api',
    'http://user:secret@gate.helodata.io:7777',
    'gate.helodata.io:7777:user-session-a1:secret',
  ])('%s is an address', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'address' });
  });

  test.each([
    ['different', `${KEY}\n${TEST_KEY}`],
    ['different and joined', `${KEY}${TEST_KEY}`],
    ['different, in a file', `LIVE=${KEY}\nTEST=${TEST_KEY}`],
    ['different, of another length', `${OTHER_LENGTH}, ${OTHER_LENGTH}a`],
  ])('keys that are %s are several', (_, text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'several' });
  });

  test.each(['Ask Anna for the key', 'ключ', 'new–format', 'a\nb', '日本', 'a'.repeat(5_000)])(
    '%j is nothing that a header carries',
    (text) => {
      expect(readPastedKey(text)).toEqual({ kind: 'unsendable' });
    },
  );
});

describe('what is sent only if a person insists', () => {
  test.each([
    ['a-newer-format', 'a-newer-format'],
    ['x', 'x'],
    ['HEL_LIVE_abc', 'HEL_LIVE_abc'],
    ['"a-newer-format",', 'a-newer-format'],
    ['HELO_API_KEY=a-newer-format', 'a-newer-format'],
    ['export HELO_API_KEY="a-newer-format"', 'a-newer-format'],
    ['{"token": "a-newer-format"}', 'a-newer-format'],
    ['X-Api-Key: a-newer-format', 'a-newer-format'],
    ['Bearer a-newer-format', 'a-newer-format'],
    ['curl -H "Authorization: Bearer a-newer-format" https://api.example', 'a-newer-format'],
    ['YS1uZXdlci1mb3JtYXQ=', 'YS1uZXdlci1mb3JtYXQ='],
    ['name:secret', 'name:secret'],
  ])('%s is a key of no known format', (text, key) => {
    const isAlone = text === key;
    expect(readPastedKey(text)).toEqual({ kind: 'foreign', key, isAlone, service: null });
  });

  test.each([
    ['sk-proj-abcdefghijklmnop', 'OpenAI'],
    ['sk-ant-api03-abcdefghijklmnop', 'Anthropic'],
    ['sk_live_abcdefghijklmnop', 'Stripe'],
    ['ghp_abcdefghijklmnop', 'GitHub'],
    ['github_pat_abcdefghijklmnop', 'GitHub'],
    ['glpat-abcdefghijklmnop', 'GitLab'],
    ['AKIAIOSFODNN7EXAMPLE', 'Amazon Web Services'],
    ['AIzaSyA-abcdefghijklmnop', 'Google'],
    ['xoxb-123456789-abcdefgh', 'Slack'],
    ['SG.abcdefgh.ijklmnop', 'SendGrid'],
  ])('%s is one of another service, alone and in a line', (key, name) => {
    const found = { kind: 'foreign', key, service: { name } };
    expect(readPastedKey(key)).toMatchObject({ ...found, isAlone: true });
    const line = `curl -H "Authorization: Bearer ${key}" https://api.example/v1`;
    expect(readPastedKey(line)).toMatchObject({ ...found, isAlone: false });
  });

  test('a word that ends like such a key begins is none', () => {
    expect(readPastedKey('task-abcdefghijklmnop')).toMatchObject({ service: null });
  });

  test('a key of helodata’s goes before one of another service', () => {
    expect(readPastedKey(`A=sk-proj-abcdefghijklmnop B=${KEY}`)).toMatchObject({ key: KEY });
  });
});

describe('any text', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{64}$/).filter((text) => !/^x+$/i.test(text));
  const key = fc
    .tuple(fc.constantFrom('hel_live_', 'hel_test_'), secret)
    .map(([prefix, rest]) => prefix + rest);
  const invisible = fc.array(fc.constantFrom('\u200b', '\u200c', '\u2060', '\ufeff', '\u00ad'), {
    maxLength: 3,
  });
  /** Ends and begins with something that is no part of a key, as in each of these languages. */
  const around = fc.constantFrom(
    ['', ''],
    ['"', '"'],
    ["'", "',"],
    ['“', '”'],
    ['{"token":"', '","scope":"*"}'],
    ['export HELO_API_KEY=', ' && npm start'],
    ['curl -H "Authorization: Bearer ', '" https://api.helodata.com/v1/users/me'],
    ['Bearer Bearer ', '\n'],
    ['- key: ', '  # ours'],
  );
  const words = fc.string({ unit: 'binary' }).filter((text) => !text.includes('hel_'));

  test('is read without an error, and no key holds what a header can’t carry', () => {
    const pieces = fc.constantFrom('hel_live_', 'hel_test_', KEY, 'Bearer ', '…', '"', '\n', 'sk-');
    const text = fc
      .array(fc.oneof(pieces, fc.string({ unit: 'binary' }), fc.string()))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (pasted) => {
        const read = readPastedKey(pasted);
        if (!('key' in read)) return;
        const headers = new Headers({ authorization: `Bearer ${read.key}` });
        expect(headers.get('authorization')).toBe(`Bearer ${read.key}`);
        expect(read.key).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });

  test('gives up exactly the key that it holds', () => {
    fc.assert(
      fc.property(key, around, words, words, invisible, fc.nat(72), (...given) => {
        const [whole, [before = '', after = ''], first, last, signs, at] = given;
        const soft = whole.slice(0, at) + signs.join('') + whole.slice(at);
        const read = readPastedKey(`${first}\n${before}${soft}${after}\n${last}`);
        expect(read).toMatchObject({ kind: 'key', key: whole });
      }),
    );
  });

  test('that is long is read in no time', () => {
    const long = ['-', '.', ' ', '"', 'a', 'hel_live_', '* ', 'a=', 'sk-'].map((unit) =>
      unit.repeat(100_000 / unit.length),
    );
    const startedAtMs = performance.now();
    for (const text of long) {
      readPastedKey(`hel_live_${text}!`);
      readPastedKey(`hel_live_${text}a`);
      readPastedKey(`${text}!`);
    }
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });
});

test('the length is told without the prefix', () => {
  expect(lengthAfterPrefix(KEY)).toEqual({ prefix: 'hel_live_', length: 64 });
  expect(lengthAfterPrefix('hel_test_abc')).toEqual({ prefix: 'hel_test_', length: 3 });
  expect(lengthAfterPrefix('a-newer-format')).toBeNull();
});

test('a key is shown by its end, and a short one by nothing', () => {
  expect(keyTail(KEY)).toBe('c3D4');
  expect(keyTail('hel_live_ab')).toBe('');
});

test.each([
  'helo_abc-sid-x:S3cretPass@gate.helodata.io:7777',
  'helo_abc:S3cretPass:gate.helodata.io:7777',
  'proxy: u:p@gate.helodata.io:7777',
  'user:pass@1.2.3.4:8080',
  '1.2.3.4:8080',
  '//gate.helodata.io',
  'me@example.com',
  'curl -x http://a:b@gate.helodata.io:7777',
])('the proxy login or address %j is named, and never sent', (text) => {
  expect(readPastedKey(text)).toEqual({ kind: 'address' });
});

test('a key that ends in a sign of its own is taken whole where it stands alone', () => {
  for (const sign of ['_', '-']) {
    const key = `hel_live_${'a1B2'.repeat(10)}${sign}`;
    expect(readPastedKey(key)).toEqual({ kind: 'key', key, isAlone: true });
  }
});

test('a key with a dash of a text document in it, or longer than any header, is not sent', () => {
  const half = 'a1B2'.repeat(8);
  expect(readPastedKey(`hel_live_${half}\u2011${half.slice(1)}`).kind).toBe('masked');
  expect(readPastedKey(`hel_live_${half}[...]`).kind).toBe('masked');
  expect(readPastedKey(`hel_live_${'a'.repeat(10_000)}`).kind).toBe('unsendable');
});

test.each(['ASIA-PACIFIC-proxy-1', 'risk-sk-abcdefghijkl'])(
  '%s is no key of a known service',
  (text) => {
    expect(readPastedKey(text)).toMatchObject({ kind: 'foreign', service: null });
  },
);
