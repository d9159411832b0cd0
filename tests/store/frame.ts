/* The stores' pictures as pages: the extension as it was pictured, on a quiet ground, below a line of
 * words. */
import type { ColorScheme } from '../e2e/driver/driver.ts';

interface Look {
  lang: string;
  theme: ColorScheme;
  /** Address of the extension's icon. */
  icon: string;
}

export interface Shot {
  src: string;
  /** In CSS pixels. */
  width: number;
  /** What the icon's badge said at the time. */
  badge: string;
}

/** As the stores want it: 1280 × 800. */
export function screenshot(look: Look & { caption: string; shot: Shot }): string {
  const { caption, shot } = look;
  const width = Math.min(shot.width, 960);
  return page(
    look,
    `<h1>${caption}</h1>
    <main style="width: ${width}px">
      <nav><i></i><span><img src="${look.icon}" alt=""><b>${shot.badge}</b></span></nav>
      <img src="${shot.src}" style="width: ${width}px" alt="">
    </main>`,
    `body { align-items: center }
    h1 { font-size: 34px; height: 114px; padding-top: 10px; text-align: center }`,
  );
}

/** Chrome's small promo tile: 440 × 280. */
export function tile(look: Look & { name: string; line: string }): string {
  return page(
    look,
    `<img class="icon" src="${look.icon}" alt=""><h1>${look.name}</h1><p>${look.line}</p>`,
    `body { align-items: center; justify-content: center; text-align: center; padding: 0 34px }
    .icon { width: 84px; margin-bottom: 18px }
    h1 { font-size: 25px }
    p { font-size: 16px; margin-top: 9px }`,
  );
}

/** Chrome's marquee: 1400 × 560. */
export function marquee(look: Look & { name: string; line: string; shot: Shot }): string {
  return page(
    look,
    `<section><img class="icon" src="${look.icon}" alt=""><h1>${look.name}</h1><p>${look.line}</p></section>
    <main><img src="${look.shot.src}" width="${look.shot.width}" alt=""></main>`,
    `section { width: 520px; padding: 120px 0 0 70px }
    .icon { width: 96px; margin-bottom: 26px }
    h1 { font-size: 44px }
    p { font-size: 24px; margin-top: 18px }
    main { position: absolute; left: 640px; top: 60px }`,
  );
}

function page({ lang, theme }: Look, body: string, style: string): string {
  const [ground, text, muted, bar, line] =
    theme === 'dark'
      ? ['#0d1430', '#f2f5ff', '#b6c3ee', '#1f2433', '#343b50']
      : ['#e6edff', '#14204a', '#46558a', '#ffffff', '#dbe1ee'];
  return `<!doctype html>
<html lang="${lang}"><meta charset="utf-8"><title>picture</title>
<style>
  * { box-sizing: border-box; margin: 0 }
  body { background: ${ground}; color: ${text}; display: flex; flex-direction: column; height: 100vh;
    overflow: hidden; font-family: system-ui, "Noto Sans CJK SC", sans-serif }
  h1, p { text-wrap: balance }
  h1 { font-weight: 650; letter-spacing: -0.01em; display: flex; align-items: center }
  section h1, body > .icon + h1 { display: block; line-height: 1.15 }
  p { color: ${muted}; line-height: 1.4 }
  main { background: ${bar}; border: 1px solid ${line}; border-radius: 12px; overflow: hidden;
    box-shadow: 0 18px 50px #0a15402e }
  main > img { display: block }
  nav { height: 44px; display: flex; align-items: center; padding: 0 18px; gap: 18px;
    border-bottom: 1px solid ${line} }
  nav i { flex: 1; height: 26px; border-radius: 13px; background: ${line}; opacity: 0.6 }
  nav span { position: relative; height: 24px }
  nav img { width: 24px; height: 24px }
  nav b { position: absolute; left: 12px; top: 11px; background: #2456e6; color: #fff;
    border-radius: 4px; padding: 0 3px; font-size: 10px; line-height: 14px; font-weight: 600 }
  ${style}
</style>
<body>
${body}
`;
}
