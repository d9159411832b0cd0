/* The surfaces in words, for the tables of the simulations. */
import { renderToString } from 'preact-render-to-string';
import { Popup, type PopupActions } from '../../../components/Popup.tsx';
import { overviewOf } from '../../../lib/session/overview.ts';
import type { State } from '../../../lib/store/state.ts';
import { badgeOf } from '../../../lib/surface/badge.ts';
import { BADGE_COLORS } from '../../../lib/surface/badge-colors.ts';
import { menuOf } from '../../../lib/surface/menu.ts';

function popupText(state: State, nowMs: number, part: RegExp): string {
  const actions = new Proxy({}, { get: () => () => {} }) as PopupActions;
  const html = renderToString(<Popup state={state} nowMs={nowMs} actions={actions} />);
  return [...html.matchAll(part)]
    .map(([, inner = '']) => inner.replaceAll(/<[^>]+>/g, ' ').trim())
    .join(' / ');
}

const BANNER = /<div class="problem"[^>]*>(.*?)<\/div>/g;
const WHY = /<td class="why"[^>]*>(.*?)<\/td>/g;

/** Gives the words of badge, tooltip, popup and menu, and of the popup's rows that could not be ended. */
export function surfaces(state: State, nowMs: number) {
  const overview = overviewOf(state, nowMs);
  const { text, color, title } = badgeOf(overview);
  const [colorName] = Object.entries(BADGE_COLORS).find(([, value]) => value === color) ?? [];
  const off = menuOf(overview, state.protections).filter(({ enabled }) => enabled === false);
  return {
    badge: `${text || '(none)'} ${colorName}`,
    tooltip: title.split('\n').slice(1).join(' / '),
    popup: popupText(state, nowMs, BANNER),
    menu: off.length === 0 ? 'all on' : `off: ${off.map(({ id }) => id).join(', ')}`,
    row: popupText(state, nowMs, WHY),
  };
}
