/** Marks what is made up. */
export function SimulatedTag() {
  return (
    <abbr class="tag tag-simulated" title="Simulated: says nothing about the real one">
      sim
    </abbr>
  );
}
