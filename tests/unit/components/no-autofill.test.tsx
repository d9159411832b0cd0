import { cleanup, render, screen } from '@testing-library/preact';
import { createRef } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { KeyForm } from '../../../components/KeyForm.tsx';
import { FilterBox } from '../../../components/list/FilterBox.tsx';
import { NO_AUTOFILL } from '../../../components/no-autofill.ts';
import { Bound } from '../../../components/options/Bound.tsx';
import { BulkSheet } from '../../../components/over/BulkSheet.tsx';
import { known } from '../support/samples.ts';

afterEach(cleanup);

const rows = Array.from({ length: 100 }, () => known());
const noop = vi.fn();

test.each([
  ['the key', 'textbox', <KeyForm key="key" onTry={noop} onKeep={noop} onCountCancelled={noop} />],
  [
    'the filter',
    'combobox',
    <FilterBox
      key="filter"
      text=""
      mistakes={[]}
      rows={[]}
      field={createRef()}
      onText={noop}
      onTyping={noop}
      onDone={noop}
    />,
  ],
  [
    'a number of the settings',
    'textbox',
    <Bound
      key="bound"
      labelledBy=""
      value={1}
      print={String}
      read={Number}
      wrong=""
      onValue={noop}
    />,
  ],
  [
    'the number that confirms',
    'textbox',
    <BulkSheet key="bulk" rows={rows} others={[]} undoMs={0} onEnd={noop} onClose={noop} />,
  ],
])('password managers and browsers leave the field for %s alone', (_, role, view) => {
  render(view);
  const field = screen.getByRole(role);
  for (const [name, value] of Object.entries(NO_AUTOFILL)) {
    expect(field.getAttribute(name), name).toBe(value);
  }
});
