/* Names and values with a button each that copies the value. */
import { i18n } from '#i18n';
import type { Field } from '../../lib/surface/fields.ts';
import { plain } from '../../lib/surface/plain.ts';
import { CopyButton } from '../CopyButton.tsx';

export type OnCopy = (text: string) => Promise<void>;

export function Fields({ fields, onCopy }: { fields: Field[]; onCopy: OnCopy }) {
  return (
    <>
      {fields.map((field) => (
        <div key={field.name} class="field-line">
          <dt>{field.name}</dt>
          <dd>
            <span class="value" data-kind={field.kind}>
              {field.shown}
            </span>
            <Copied field={field} onCopy={onCopy} />
            {field.note && <span class="hint">{field.note}</span>}
          </dd>
        </div>
      ))}
    </>
  );
}

function Copied({ field: { name, copied }, onCopy }: { field: Field; onCopy: OnCopy }) {
  if (copied === null) return null;
  return (
    <CopyButton label={i18n.t('detail.copyName', [name])} isSmall onCopy={() => onCopy(copied)} />
  );
}

/** The longest line for a machine that is shown whole. */
const MOST_OF_LINE = 300;

/** A line for a machine, of which more is shown than fits a field. */
export function CodeLine({ name, text, onCopy }: { name: string; text: string; onCopy: OnCopy }) {
  return (
    <div class="code-line">
      <dt>{name}</dt>
      <dd>
        <code>{plain(text, MOST_OF_LINE)}</code>
        <CopyButton label={i18n.t('detail.copyName', [name])} isSmall onCopy={() => onCopy(text)} />
      </dd>
    </div>
  );
}
