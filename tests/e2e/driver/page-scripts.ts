/**
 * Small functions that run inside a page with an element as `this`. Kept as source text: what a
 * test runner's compiler adds to a function does not exist in there.
 */

export const INNER_TEXT = 'function () { return this.innerText ?? this.textContent ?? ""; }';

export const VALUE = 'function () { return String(this.value ?? ""); }';

export const ATTRIBUTE = 'function (name) { return this.getAttribute(name); }';

export const DISABLED = `function () {
  return this.matches(':disabled') || this.closest('[aria-disabled="true"]') !== null;
}`;

export const CHECKED = `function () {
  return this.checked === true || this.getAttribute('aria-checked') === 'true';
}`;

export const IS_CONNECTED = 'function () { return this.isConnected; }';

/** Focuses a field and selects what is in it, so that typing replaces it. A string: why it can't. */
export const SELECT_CONTENT = `function () {
  if (this.matches(':disabled')) return 'it is disabled';
  if (this.readOnly) return 'it is read-only';
  this.focus();
  if (this.ownerDocument.activeElement !== this) return 'it does not take the focus';
  if (typeof this.select === 'function') this.select();
  else this.ownerDocument.getSelection().selectAllChildren(this);
  return '';
}`;

/** Picks an option by its label. The browser's own list can't be clicked: it is no part of the page.
 * A string: why it can't. */
export const CHOOSE_OPTION = `function (label) {
  if (!(this instanceof HTMLSelectElement)) return 'it is no drop-down list';
  if (this.matches(':disabled')) return 'it is disabled';
  const labels = [...this.options].map((option) => option.label);
  const index = labels.indexOf(label);
  if (index < 0) return 'it offers only ' + JSON.stringify(labels);
  this.focus();
  this.selectedIndex = index;
  this.dispatchEvent(new Event('input', { bubbles: true }));
  this.dispatchEvent(new Event('change', { bubbles: true }));
  return '';
}`;

/** Where the centre of an element lies once it has stopped moving, and what would keep a click from
 * reaching it. The frames are raced against a timer, since a covered window draws none. */
export const AIM = `async function () {
  if (!this.isConnected) return { obstacle: 'it is no longer in the page' };
  this.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const frame = () => new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 50);
  });
  const place = () => this.getBoundingClientRect();
  let box = place();
  for (let frames = 0; frames < 120; frames += 1) {
    await frame();
    const next = place();
    if (next.x === box.x && next.y === box.y && next.width === box.width) break;
    box = next;
  }
  if (!this.isConnected) return { obstacle: 'it is no longer in the page' };
  if (box.width === 0 || box.height === 0) return { obstacle: 'it has no size' };
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const where = '(' + Math.round(x) + ', ' + Math.round(y) + ')';
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) {
    return { obstacle: 'its centre ' + where + ' is out of view' };
  }
  const hit = this.getRootNode().elementFromPoint(x, y);
  const reaches = hit && (this.contains(hit) || hit.closest('label')?.control === this);
  if (!reaches) {
    const cover = hit ? hit.cloneNode(false).outerHTML.slice(0, 120) : 'nothing';
    return { obstacle: 'its centre ' + where + ' is covered by ' + cover };
  }
  if (this.matches(':disabled')) return { obstacle: 'it is disabled' };
  return { x, y, obstacle: '' };
}`;

/** What `AIM` returns; `obstacle` is empty if a click at x, y (CSS pixels) hits. */
export interface Aim {
  x: number;
  y: number;
  obstacle: string;
}
