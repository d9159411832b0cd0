/* What the code says: which messages it asks for, and which words stand in it that should be messages.
 * It reads the syntax tree, not the meaning: a key that is put together from variables counts for all
 * keys of its pattern whose other part is written somewhere in the code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

interface Node {
  type: string;
  [field: string]: unknown;
}

export interface Said {
  file: string;
  text: string;
}

const KEY = /^[a-z]\w*(\.\w+)+$/i;
const LETTER = /\p{L}/u;
const SPOKEN_ATTRIBUTES = /^(alt|title|placeholder|label|aria-(label|description|valuetext))$/;

export class Code {
  /** Literal keys, or patterns of keys (`/^product\.\w+$/`), that are given to `i18n.t`. */
  readonly asked: { file: string; key: string | RegExp }[] = [];
  /** Texts and attributes of elements that stand in the code itself. */
  readonly spoken: Said[] = [];
  readonly #strings = new Set<string>();
  readonly #patterns: RegExp[] = [];
  readonly #names = new Set<string>();

  constructor(roots: string[]) {
    for (const file of roots.flatMap(sourcesIn)) this.#read(file);
  }

  /** Whether `key` stands somewhere in the code, in one piece or in two. */
  mentions(key: string): boolean {
    const last = key.split(/[._]/).at(-1) ?? '';
    return (
      this.#strings.has(key) ||
      this.#strings.has(`__MSG_${key.replaceAll('.', '_')}__`) ||
      (this.#names.has(last) && this.#patterns.some((pattern) => pattern.test(key)))
    );
  }

  #read(file: string): void {
    const source = readFileSync(file, 'utf8');
    for (const [name] of source.matchAll(/\w+/g)) this.#names.add(name);
    const program = parseSync(file, source).program as unknown as Node;
    for (const node of nodesOf(program)) {
      if (isText(node)) this.#strings.add(node.value as string);
      const pattern = patternOf(node);
      if (pattern) this.#patterns.push(pattern);
      for (const key of keysAsked(node)) this.asked.push({ file, key });
      for (const text of textsSpoken(node)) this.spoken.push({ file, text });
    }
  }
}

function sourcesIn(root: string): string[] {
  if (/\.tsx?$/.test(root)) return [root];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, name));
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesOf(each);
  else if (typeof value === 'object' && value !== null) {
    if (typeof (value as Node).type === 'string') yield value as Node;
    yield* nodesOf(Object.values(value));
  }
}

function isText({ type, value }: Node): boolean {
  return type === 'Literal' && typeof value === 'string';
}

/** Of a template such as `product.${kind}`. */
function patternOf({ type, quasis }: Node): RegExp | null {
  if (type !== 'TemplateLiteral') return null;
  const parts = (quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  if (parts.length < 2 || !/^[a-z]\w*\.[\w.]*$/i.test(parts[0] ?? '')) return null;
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('\\w+')}$`);
}

function keysAsked({ type, callee, arguments: given }: Node): (string | RegExp)[] {
  const { object, property } = (callee ?? {}) as Record<string, Node | undefined>;
  if (type !== 'CallExpression' || object?.name !== 'i18n' || property?.name !== 't') return [];
  return [...nodesOf((given as Node[])[0])].flatMap((node) => {
    const key = isText(node) && KEY.test(node.value as string) ? (node.value as string) : null;
    return key ?? patternOf(node) ?? [];
  });
}

/** What of an element people read or hear, as far as it is written there. */
function textsSpoken(node: Node): string[] {
  if (node.type === 'JSXText') return inWords([node.value]);
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    return inWords((node.children as Node[]).map(literalIn));
  }
  if (node.type !== 'JSXAttribute') return [];
  const { name } = node.name as { name: string };
  return SPOKEN_ATTRIBUTES.test(name) ? inWords([literalIn(node.value as Node | null)]) : [];
}

/** A text, or one in braces. */
function literalIn(node: Node | null): unknown {
  const inner = (node?.type === 'JSXExpressionContainer' ? node.expression : node) as Node | null;
  return inner?.type === 'Literal' ? inner.value : null;
}

function inWords(texts: unknown[]): string[] {
  return texts
    .filter((text): text is string => typeof text === 'string' && LETTER.test(text))
    .map((text) => text.trim());
}
