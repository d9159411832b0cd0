/* The latest requests of a session, whatever their fields are called. */
import { useMemo } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Detail } from '../../lib/store/schemas.ts';
import { formatCount } from '../../lib/surface/format.ts';
import { sampleTableOf } from '../../lib/surface/samples.ts';

/** `detail`: null while helodata is being asked. */
export function Requests({ detail }: { detail: Detail | null }) {
  return (
    <div class="detail-part">
      <h3 id="detail-samples">{i18n.t('detail.samples')}</h3>
      {detail && detail.samples.length > 0 ? (
        <SampleTable samples={detail.samples} />
      ) : (
        <p class="hint">{absenceWords(detail)}</p>
      )}
    </div>
  );
}

function absenceWords(detail: Detail | null): string {
  if (!detail) return i18n.t('detail.samplesLoading');
  return i18n.t(detail.problem ? 'detail.samplesUnknown' : 'detail.samplesNone');
}

function SampleTable({ samples }: { samples: unknown[] }) {
  const { columns, rows, moreFields, moreRows } = useMemo(() => sampleTableOf(samples), [samples]);
  return (
    <>
      {/* It may be wider than the room there is: then it is scrolled, by keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable */}
      <section class="samples" aria-labelledby="detail-samples" tabIndex={0}>
        <table aria-labelledby="detail-samples">
          <thead>
            <tr>
              {columns.map(({ name, isNumeric }, index) => (
                <th key={index} scope="col" data-numeric={isNumeric}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells.map(({ shown, whole }, index) => (
                  <td
                    key={index}
                    data-numeric={columns[index]?.isNumeric}
                    title={whole ?? undefined}
                  >
                    {shown}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {moreFields > 0 && (
        <p class="hint">{i18n.t('detail.moreFields', moreFields, [formatCount(moreFields)])}</p>
      )}
      {moreRows > 0 && (
        <p class="hint">{i18n.t('detail.moreRows', moreRows, [formatCount(moreRows)])}</p>
      )}
    </>
  );
}
