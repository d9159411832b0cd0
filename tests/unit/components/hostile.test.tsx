/* Nothing that the API sends can hide, act or grow in a page of ours. */
import { cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Options } from '../../../components/Options.tsx';
import { BulkSheet } from '../../../components/over/BulkSheet.tsx';
import { History } from '../../../components/over/History.tsx';
import { ProtectedSheet } from '../../../components/over/ProtectedSheet.tsx';
import { Popup } from '../../../components/Popup.tsx';
import { SessionDetail } from '../../../components/session/SessionDetail.tsx';
import type { ApiError } from '../../../lib/api/errors.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { DEFAULT_WATCHING, type State } from '../../../lib/store/state.ts';
import { plain } from '../../../lib/surface/plain.ts';
import { brokenTexts, hidingIn, hostileTexts, reorders } from '../../sandbox/hostile.ts';
import { popupActions } from '../support/popup-actions.ts';
import { detail, intentOf, known, listed, NOW, session } from '../support/samples.ts';

afterEach(cleanup);

const texts = Object.entries({ ...hostileTexts, ...brokenTexts });

function actions() {
  return {
    ...popupActions(),
    onRemoveKey: vi.fn(),
    onMoveKey: vi.fn(),
    onWatch: vi.fn(),
    onAllowNotifications: vi.fn(),
    onTestNotification: vi.fn(async () => ({ kind: 'sent' as const })),
    onChangeShortcut: vi.fn(),
  };
}

function showPopup(given: State) {
  const calls = actions();
  render(<Popup state={given} nowMs={NOW} actions={calls} />);
  return calls;
}

/** All texts and attributes of the page, line by line. */
function shownLines(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  const shown: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) shown.push(...[...node.attributes].map(({ value }) => value));
    else shown.push(node.textContent ?? '');
  }
  return shown.flatMap((text) => text.split('\n'));
}

function expectHarmlessPage(): void {
  expect(
    document.querySelectorAll('img:not(.flag), script, iframe, a[href^="javascript"]'),
  ).toHaveLength(0);
  for (const line of shownLines()) {
    // The time of day has a narrow blank of its own.
    expect(hidingIn(line.replaceAll(/\u202f(?=[AP]M)/g, ' '))).toEqual([]);
    expect(reorders(line)).toBe(false);
    expect(line.length).toBeLessThan(1_500);
  }
}

/** As accessible names are told: without doubled blanks. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

const sessionOf = (text: string) =>
  session({
    id: text.toWellFormed(),
    sessionId: text,
    exitIp: text,
    region: text,
    state: `s${text}`,
    city: text,
  });

describe.each(texts)('%s', (_, text) => {
  test('in a row: shown as it is, and ended as it is', async () => {
    const hostile = sessionOf(text);
    const calls = showPopup(listed([hostile, session({ sessionId: 'neighbour' })]));
    expectHarmlessPage();
    const rows = within(screen.getByRole('grid', { name: 'Active sessions' }));
    expect(rows.getAllByRole('row')).toHaveLength(3);
    const ours = rows.getAllByRole('button', { name: (name) => name.includes(flat(plain(text))) });
    expect(ours).toHaveLength(1);
    const row = ours[0]?.closest('tr');
    expect(row?.querySelector('.session-id')?.textContent).toBe(plain(text));
    await userEvent.click(ours[0] as HTMLElement);
    expect(calls.onTerminate.mock.calls).toEqual([[hostile]]);
  });

  test('in the reason why one was not ended', () => {
    const target = sessionOf(text);
    const times = { askedAtMs: NOW - 9_000, dueAtMs: NOW - 8_000 };
    const intent = intentOf(target, times);
    const problem: ApiError = { kind: 'not-permitted', code: text, requestId: text };
    const attempt = {
      v: 3,
      acceptedAtMs: null,
      askedAtMs: times.askedAtMs,
      count: 1,
      triedAtMs: times.dueAtMs,
      nextAtMs: null,
      problem,
    } as const;
    const ref = refOf(target);
    const intents = new Map([[ref, intent]]);
    showPopup(listed([target], { intents, attempts: new Map([[ref, attempt]]) }));
    expectHarmlessPage();
    expect(screen.getByRole('alert').textContent).toMatch(
      /: Not ended: 403, .* – this key may not/s,
    );
  });

  test('in all that is known of one session, and copied as it is', async () => {
    const of = sessionOf(text);
    const facts = {
      subuser: { id: text, name: text, label: text },
      trace: {
        seenAtMs: NOW - 9_000,
        points: [NOW - 9_000, 1, 1],
        ips: [text, `${text}2`, text].map((ip, index) => ({ atMs: NOW - 9_000 + index, ip })),
        returned: { ref: text, afterMs: 1, fromIp: text },
      },
      bytesPerMinute: 1,
      readAtMs: NOW,
      isIdle: true,
      isTwin: true,
      sharesExit: true,
      protection: null,
      hasReminder: true,
    };
    const samples = [text, { [text]: text }, { [`${text}2`]: { [text]: [text] } }];
    const problem: ApiError = { kind: 'not-understood', status: 200, what: text, requestId: text };
    const onCopy = vi.fn(async () => {});
    const calls = { onBack: vi.fn(), onProtect: vi.fn(), onLook: vi.fn(), onCopy };
    render(
      <SessionDetail
        row={null}
        last={{ session: of, facts }}
        ended={null}
        detail={detail(of, { samples, problem })}
        watching={DEFAULT_WATCHING}
        nowMs={NOW}
        whyNoEnds={null}
        actions={{ ...actions(), ...calls }}
      />,
    );
    expectHarmlessPage();
    screen.getByRole('table', { name: 'Last requests' });
    for (const name of ['Session', 'Name', 'Exit IP', 'City']) {
      await userEvent.click(screen.getByRole('button', { name: `Copy: ${name}` }));
      expect(onCopy).toHaveBeenLastCalledWith(text);
    }
  });

  test('in what is asked before an end, and told after it', () => {
    const fields = sessionOf(text);
    const subuser = { id: fields.subuser, name: text, label: text };
    const row = known(fields, { facts: { subuser } });
    const kept = known(fields, { facts: { subuser, protection: 'subuser' } });
    const closed = { onEnd: vi.fn(), onClose: vi.fn() };
    render(
      <BulkSheet rows={[row, { ...kept, ref: 'mobile:x' }]} others={[]} undoMs={0} {...closed} />,
    );
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    expectHarmlessPage();
    cleanup();
    render(<ProtectedSheet row={kept} {...closed} />);
    expectHarmlessPage();
    cleanup();
    const wish = { from: 'row', askedAtMs: NOW, requestId: text } as const;
    const end = { how: 'terminated', endedAtMs: NOW, wish, cameBackAs: row.ref } as const;
    const past = [{ session: row.session, ...end }];
    const subusers = new Map([[subuser.id, subuser]]);
    render(<History past={past} {...{ subusers, onBack: vi.fn() }} nowMs={NOW} hasLetters />);
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    expectHarmlessPage();
  });

  test('in what was noticed of it, and named harmlessly', async () => {
    const row = { cause: 'moved', atMs: NOW, session: sessionOf(text), fromIp: text } as const;
    const notices = [{ ...row, rate: null }];
    showPopup(listed([session()], { notices }));
    await userEvent.click(await screen.findByRole('button', { name: 'Show' }));
    await screen.findByRole('region', { name: 'Noticed in 24 hours' });
    expectHarmlessPage();
  });

  test('in the account and its plan', () => {
    const round = { v: 1, startedAtMs: NOW, finishedAtMs: NOW, everyMs: 600_000 } as const;
    const given = listed([], { account: { email: text, plan: text }, round });
    showPopup(given);
    expectHarmlessPage();
    cleanup();
    render(<Options state={given} actions={actions()} />);
    expectHarmlessPage();
    screen.getByText((words) => words.startsWith('helodata is asked every 7 min'));
  });
});
