/* The texts for the stores, as they stand in `store/`. */
import { readFileSync } from 'node:fs';

/** The parts of all texts of a language (`en`), by their headings. */
export function textsIn(language: string): Map<string, string> {
  const parts = ['listing', 'privacy'].flatMap((name) =>
    readFileSync(`store/${language}/${name}.md`, 'utf8').split(/^## /m).slice(1),
  );
  return new Map(
    parts.map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading, lines.join('\n').trim()];
    }),
  );
}

/** What stands above each picture, in their order. */
export function captionsIn(language: string): string[] {
  const lines = textsIn(language).get('Pictures')?.split('\n') ?? [];
  return lines.map((line) => line.replace(/^\d+\. /, ''));
}
