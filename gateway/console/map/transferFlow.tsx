import type { TransferView } from '../live/wallState.ts';
import type { DrawnLink } from './networkLayout.ts';

/** The way of a transfer along its links, running in its direction while data moves. */
export function TransferFlow({ view, links }: { readonly view: TransferView; readonly links: readonly DrawnLink[] }) {
  const { facts, progress } = view;
  if (progress.state !== 'TRANSFERRING' || facts.path === null) return null;
  const hops = facts.path.hops.map(({ node }) => node.id);
  return (
    <g class="flow">
      {facts.path.links.map(({ id }) => {
        const drawn = links.find(({ link }) => link.id === id);
        if (drawn === undefined) return null;
        return (
          <path
            key={id}
            d={isForward(drawn, hops, facts.path?.links[0]?.id === id) ? drawn.shape.whole : drawn.shape.back}
          />
        );
      })}
    </g>
  );
}

/** Whether it goes from the first end of the link to the second. An access circuit is drawn from its node to its center, and left only as the first link. */
function isForward({ link }: DrawnLink, hops: readonly string[], isFirst: boolean): boolean {
  if (link.from.id === link.to.id) return !isFirst;
  return hops.indexOf(link.from.id) < hops.indexOf(link.to.id);
}
