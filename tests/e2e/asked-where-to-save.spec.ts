/* Exports in a browser that asks where to save each file, so that the popup closes while its file is on
 * the way. Firefox really asks, and the driver stands in for the desktop's dialog only. Headless Chromium
 * has no dialog and would cancel each file: DevTools answer before it asks, and the driver closes the
 * popup as soon as Chromium announces the download, so that its question is simulated. */
import type { Session } from '../sandbox/session.ts';
import { pickFromList } from './at-the-list.ts';
import { connect, expect, type Journey, rowCount, test, type View } from './journey.ts';

/** As JSON, more than half a megabyte. */
const MANY = 1_000;

test('an export arrives whole though the popup closes, as the browser asks or before', async ({
  setOut,
}) => {
  const journey = await setOut(
    { sessions: MANY, plan: 'enterprise', minutesLeft: [20, 29] },
    { asksWhereToSave: true },
  );
  const popup = await connect(journey);
  await expectAllListed(popup);
  await pickFromList(popup, 'Export 1,000 shown as CSV');
  await expect.poll(() => popup.isOpen(), 'the question closes the popup').toBe(false);
  const records = (await saved(journey, '.csv')).split('\r\n').slice(1);
  expect(records.pop(), 'the last line ends too').toBe('');
  expect(records.map((record) => record.split(',')[1]).sort()).toEqual(idsOf(journey));

  const again = await journey.browser.openPopup();
  await expectAllListed(again);
  await pickFromList(again, 'Export 1,000 shown as JSON');
  await again.close();
  const { sessions } = JSON.parse(await saved(journey, '.json')) as { sessions: Session[] };
  expect(sessions.map(({ id }) => id).sort()).toEqual(idsOf(journey));
});

async function expectAllListed(popup: View): Promise<void> {
  await expect.poll(() => rowCount(popup)).toBe(MANY);
}

/** The text of the one file whose name ends so, once it holds any. */
async function saved({ browser }: Journey, ending: string): Promise<string> {
  const files = async () =>
    (await browser.downloads()).filter(({ name, text }) => name.endsWith(ending) && text !== '');
  await expect.poll(async () => (await files()).length, `one ${ending}`).toBe(1);
  const [file] = await files();
  return file?.text ?? '';
}

function idsOf({ sandbox }: Journey): string[] {
  return sandbox.world
    .sessions()
    .map(({ id }) => id)
    .sort();
}
