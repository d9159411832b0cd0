/* Above the list: its filter, its grouping, and what else can be done with it as a whole. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { GROUPINGS } from '../../lib/store/choices.ts';
import type { ListView } from '../../lib/store/state.ts';
import { MoreIcon } from '../icons.tsx';
import { isComposing } from '../input-method.ts';

interface ToolbarProps {
  group: ListView['group'];
  onGroup: (group: ListView['group']) => void;
  /** The person is done here, and goes on in the list. */
  onDone: () => void;
  onMenu: (at: { x: number; y: number }) => void;
  /** The filter's box. */
  children: ComponentChildren;
}

export function Toolbar({ group, onGroup, onDone, onMenu, children }: ToolbarProps) {
  return (
    <div class="toolbar">
      {children}
      <label class="group-by">
        <span class="unseen">{i18n.t('list.groupBy')}</span>
        <select
          value={group ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onGroup(GROUPINGS.find((each) => each === value) ?? null)
          }
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || isComposing(event)) return;
            event.preventDefault();
            onDone();
          }}
        >
          <option value="">{i18n.t('list.noGroup')}</option>
          {GROUPINGS.map((each) => (
            <option key={each} value={each}>
              {i18n.t(`list.groupBy_${each}`)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="icon"
        aria-label={i18n.t('list.more')}
        aria-haspopup="menu"
        title={i18n.t('list.more')}
        onClick={({ currentTarget }) => {
          const { right, bottom } = currentTarget.getBoundingClientRect();
          onMenu({ x: right, y: bottom });
        }}
      >
        <MoreIcon />
      </button>
    </div>
  );
}
