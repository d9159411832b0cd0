/* A request through a session, as a line for a terminal. */

/** The gateway is another service than the API. Source: the vendor's page "Username format". */
const GATEWAY = 'http://gate.helodata.io:7777';
/** Nobody but the person knows it: it stands there to be replaced. */
const PASSWORD = 'PASSWORD';

/** `curl -x http://gate.helodata.io:7777 -U 'helo_…:PASSWORD' https://example.com/` */
export function curlOf(username: string): string {
  return `curl -x ${GATEWAY} -U ${quoted(`${username}:${PASSWORD}`)} https://example.com/`;
}

/** One word of a shell, whatever is in it. A control character would act on the terminal that it is
 * pasted into, so it is written out, in the quotes of bash, zsh and ksh that allow for that. */
function quoted(text: string): string {
  if (!/\p{Cc}/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(/\p{Cc}/gu, escaped)}'`;
}

function escaped(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
