/* All that is known of one session, over the list. What the list holds is there at once; what only a
 * look at the one session tells (its latest requests, fresher totals) comes with `detail`. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import { courseOf } from '../../lib/session/course.ts';
import { curlOf } from '../../lib/session/curl.ts';
import { ageMsOf, type Facts, type KnownRow } from '../../lib/session/facts.ts';
import type { Protection as ProtectionKind } from '../../lib/session/protection.ts';
import { laterOf } from '../../lib/session/record.ts';
import { usernameOf } from '../../lib/session/username.ts';
import type { Detail, Trace } from '../../lib/store/schemas.ts';
import type { Watching } from '../../lib/store/state.ts';
import { type Field, fieldsOf, figuresOf } from '../../lib/surface/fields.ts';
import { joined } from '../../lib/surface/joined.ts';
import { plain } from '../../lib/surface/plain.ts';
import { errorWords, missingWords } from '../../lib/surface/words.ts';
import { whyNotEnded } from '../RowButton.tsx';
import { Chart } from './Chart.tsx';
import { DetailHead } from './DetailHead.tsx';
import { Exits } from './Exits.tsx';
import { CodeLine, Fields, type OnCopy } from './Fields.tsx';
import { Protection } from './Protection.tsx';
import { Reminder } from './Reminder.tsx';
import { Requests } from './Requests.tsx';
import '../style/detail.css';

export interface DetailActions {
  onBack: () => void;
  onTerminate: (session: Session) => void;
  onUndo: (session: Session) => void;
  /** Null takes away what protects it. */
  onProtect: (session: Session, kind: ProtectionKind | null) => void;
  /** `isOn`: the person wants to be told before it ends. */
  onRemind: (session: Session, isOn: boolean) => void;
  onSettings: () => void;
  /** Asks helodata for it once more. */
  onLook: () => void;
  /** Rejects where the browser refuses the clipboard. */
  onCopy: OnCopy;
}

export interface SessionDetailProps {
  /** Null once it is not listed any more. */
  row: KnownRow | null;
  /** As it was last listed. */
  last: { session: Session; facts: Facts };
  /** What has become of one that is not listed any more, in words; null if that is not known. */
  ended: string | null;
  /** What helodata says of this very session; null while it is being asked. */
  detail: Detail | null;
  watching: Watching;
  nowMs: number;
  /** Why nothing can be ended; null if it can. */
  whyNoEnds: string | null;
  actions: DetailActions;
}

export function SessionDetail(props: SessionDetailProps) {
  const { row, last, detail, nowMs, actions } = props;
  const { session: listed, facts } = row ?? last;
  const session = laterOf(listed, detail?.session ?? null);
  const status = statusWords(props);
  const panel = useRef<HTMLElement>(null);
  const hadFocus = panel.current?.contains(document.activeElement) ?? true;
  useLayoutEffect(() => {
    // It opens with the keyboard's focus, and keeps it when the button that had it is gone.
    if (hadFocus && !panel.current?.contains(document.activeElement)) panel.current?.focus();
  });
  return (
    <section
      class="detail"
      ref={panel}
      tabIndex={-1}
      aria-labelledby="detail-title"
      data-listed={row !== null}
    >
      <DetailHead {...props} status={status} session={session} facts={facts} />
      <Notes {...props} />
      <dl class="figures">
        <Fields fields={figuresOf(session, facts, row, nowMs)} onCopy={actions.onCopy} />
      </dl>
      <Access session={session} facts={facts} onCopy={actions.onCopy} />
      <div class="detail-halves">
        <FactGroups groups={fieldsOf(session, facts, status)} onCopy={actions.onCopy} />
        <div>
          <DataOverTime {...props} session={session} trace={facts.trace} />
          <Exits session={session} trace={facts.trace} onCopy={actions.onCopy} />
          {row && (
            <>
              <Protection
                hasSubuser={session.subuser !== null}
                by={facts.protection}
                onProtect={(kind) => actions.onProtect(session, kind)}
              />
              <Reminder
                canCome={row.endsAtMs !== null}
                isOn={facts.hasReminder}
                watching={props.watching}
                onRemind={(isOn) => actions.onRemind(session, isOn)}
                onSettings={actions.onSettings}
              />
            </>
          )}
        </div>
      </div>
      <Requests detail={detail} />
    </section>
  );
}

function FactGroups({ groups, onCopy }: { groups: Field[][]; onCopy: OnCopy }) {
  return (
    <section aria-labelledby="detail-facts">
      <h3 id="detail-facts" class="unseen">
        {i18n.t('detail.facts')}
      </h3>
      {groups.map((fields, index) => (
        <dl key={index} class="facts">
          <Fields fields={fields} onCopy={onCopy} />
        </dl>
      ))}
    </section>
  );
}

type DataOverTimeProps = SessionDetailProps & { session: Session; trace: Trace | null };

function DataOverTime({ session, trace, row, detail, nowMs }: DataOverTimeProps) {
  const ageMs = row && ageMsOf(row, nowMs);
  const lookedAtMs = detail?.atMs ?? null;
  return (
    <section aria-labelledby="detail-chart">
      <h3 id="detail-chart">{i18n.t('detail.chart')}</h3>
      <Chart
        {...courseOf(session, trace, { ageMs, lookedAtMs, nowMs })}
        isRunning={row !== null}
        isSeen={trace !== null}
      />
    </section>
  );
}

const MOST_OF_STATUS = 24;

/** What has become of it. */
function statusWords({ row, ended, detail }: SessionDetailProps): string {
  if (!row) return ended ?? i18n.t('detail.notListed');
  if (detail?.endedAs) return i18n.t(`detail.endedAs.${detail.endedAs}`);
  if (isGone(detail)) return i18n.t('detail.goneStatus');
  if (row.fate.kind !== 'active') return i18n.t('detail.ending');
  const { status } = row.session;
  return status === null
    ? i18n.t('detail.active')
    : i18n.t('detail.activeAs', [plain(status, MOST_OF_STATUS)]);
}

/** The lists may still have it. */
function isGone(detail: Detail | null): boolean {
  return detail?.problem?.kind === 'gone';
}

/** What stands between this view and the truth. */
function Notes({ row, detail, actions }: SessionDetailProps) {
  const why = row && whyNotEnded(row.fate);
  return (
    <>
      {(isGone(detail) || !row) && (
        <p class="detail-note" role="status">
          {joined('sentences', [
            isGone(detail) ? i18n.t('detail.gone') : '',
            i18n.t('detail.lastKnown'),
          ])}
        </p>
      )}
      {detail?.problem && !isGone(detail) && (
        <div class="detail-note wary" role="alert">
          <p>{errorWords(detail.problem)}</p>
          <button type="button" onClick={actions.onLook}>
            {i18n.t('detail.tryAgain')}
          </button>
        </div>
      )}
      {why && (
        <p class="detail-note wary" role="alert" aria-relevant="additions">
          {why}
        </p>
      )}
    </>
  );
}

interface AccessProps {
  session: Session;
  facts: Facts;
  onCopy: OnCopy;
}

/** The session's proxy username, and a curl command that uses it. */
function Access({ session, facts: { subuser }, onCopy }: AccessProps) {
  const username = usernameOf(session, subuser?.name ?? null);
  return (
    <dl class="code-lines">
      {username.text === null ? (
        <div class="field-line">
          <dt>{i18n.t('detail.username')}</dt>
          <dd class="hint">{missingWords(username.missing)}</dd>
        </div>
      ) : (
        <>
          <CodeLine name={i18n.t('detail.username')} text={username.text} onCopy={onCopy} />
          <CodeLine name={i18n.t('detail.curl')} text={curlOf(username.text)} onCopy={onCopy} />
        </>
      )}
    </dl>
  );
}
