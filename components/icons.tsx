/* The few drawn signs. Each is named where it stands alone, and hidden where a label says it. */

export function SettingsIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      aria-hidden="true"
    >
      <circle cx="8" cy="8" r="2.1" />
      <path
        stroke-linecap="round"
        d="M8 1.6v1.9M8 12.5v1.9M1.6 8h1.9M12.5 8h1.9M3.5 3.5l1.3 1.3M11.2 11.2l1.3 1.3M12.5 3.5l-1.3 1.3M4.8 11.2l-1.3 1.3"
      />
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
