/* The few drawn signs that a view opens with (those of what comes later: later-icons.tsx). Each is named
 * where it stands alone, and hidden where a label says it. */

/** Sliders, since a gear's teeth are lost at this size. */
export function SettingsIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      aria-hidden="true"
    >
      <path stroke-linecap="round" d="M1.5 4.5h7M12.5 4.5h2M1.5 11.5h2M7.5 11.5h7" />
      <circle cx="10.5" cy="4.5" r="1.9" />
      <circle cx="5.5" cy="11.5" r="1.9" />
    </svg>
  );
}

/** Two arrows that part: the exit IP has moved. */
export function MovedIcon({ title }: { title: string }) {
  return (
    <svg
      class="moved"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      role="img"
    >
      <title>{title}</title>
      <path
        stroke-linecap="round"
        stroke-linejoin="round"
        d="M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3"
      />
    </svg>
  );
}

/** A shield: bulk ends skip it. */
export function ProtectedIcon({ title }: { title: string }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" fill="currentColor" role="img">
      <title>{title}</title>
      <path d="M8 1.2 13.5 3v4.6c0 3.3-2.2 5.8-5.5 7.2-3.3-1.4-5.5-3.9-5.5-7.2V3z" />
    </svg>
  );
}

/** A bell: somebody is told before it ends. */
export function ReminderIcon({ title }: { title: string }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" fill="currentColor" role="img">
      <title>{title}</title>
      <path d="M8 1a1.2 1.2 0 0 0-1.2 1.3A4.4 4.4 0 0 0 3.6 6.5v3L2.2 11.6v.9h11.6v-.9L12.4 9.5v-3A4.4 4.4 0 0 0 9.2 2.3 1.2 1.2 0 0 0 8 1zM6.3 13.6a1.75 1.75 0 0 0 3.4 0z" />
    </svg>
  );
}

/** An arrow that turns back: its client has come back. */
export function ReturnedIcon({ title }: { title: string }) {
  return (
    <svg
      class="sign returned"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      role="img"
    >
      <title>{title}</title>
      <path
        stroke-linecap="round"
        stroke-linejoin="round"
        d="M5.5 2.5 2.5 5.5l3 3M3 5.5h6.5a4 4 0 0 1 0 8H6"
      />
    </svg>
  );
}

export function MoreIcon() {
  return (
    <svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      <circle cx="3" cy="8" r="1.5" />
      <circle cx="8" cy="8" r="1.5" />
      <circle cx="13" cy="8" r="1.5" />
    </svg>
  );
}
