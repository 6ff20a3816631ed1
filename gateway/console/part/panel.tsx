import type { ComponentChildren } from 'preact';

/** One part of the wall, with its heading. */
export function Panel(props: {
  readonly name: string;
  readonly title: string;
  /** Beside the heading, on the right. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const { name, title, aside, children } = props;
  return (
    <section class={`panel panel-${name}`} aria-label={title}>
      <header class="panel-head">
        <h2>{title}</h2>
        <div class="panel-aside">{aside}</div>
      </header>
      <div class="panel-body">{children}</div>
    </section>
  );
}
