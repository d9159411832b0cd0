/* A region's flag as a picture: as an emoji it would be two letters on Windows. */
import { useState } from 'preact/hooks';

/** Nothing for what is no ISO code, and for one without a picture. Beside it stands the code. */
export function Flag({ region }: { region: string }) {
  const [missing, setMissing] = useState<string | null>(null);
  if (!/^[a-z]{2}$/i.test(region) || missing === region) return null;
  const file = `/flags/${region.toUpperCase()}.svg`;
  return <img class="flag" src={file} alt="" onError={() => setMissing(region)} />;
}
