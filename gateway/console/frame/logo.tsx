/** Threads over and under each other. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path class="logo-warp" d="M9 3v26M23 3v26" />
      <path class="logo-weft" d="M3 9h3M12 9h17M3 23h17M26 23h3" />
      <path class="logo-weft logo-front" d="M3 16h10M19 16h10" />
    </svg>
  );
}
