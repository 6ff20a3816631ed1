const selector = 'meta[name="weft-token"]';

function tokenIn(page: Document): string | null {
  return page.querySelector(selector)?.getAttribute('content') ?? null;
}

/**
 * The token that the server put into this page, if it did, and fresh ones in place of it: the page is asked for again. Null where the server gives out none.
 */
export function pageToken(): (() => Promise<string | null>) | null {
  const first = tokenIn(document);
  if (first === null) return null;
  let given = false;
  return async () => {
    if (!given) {
      given = true;
      return first;
    }
    const response = await fetch(location.pathname, { cache: 'no-store' });
    if (!response.ok) throw new Error(`The page was answered with the status ${response.status}`);
    return tokenIn(new DOMParser().parseFromString(await response.text(), 'text/html'));
  };
}
