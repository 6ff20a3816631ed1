import type { Locale } from './schema/locale.ts';

/** A name as it is kept: always in Chinese and in English. */
export interface LocalizedName {
  readonly nameZh: string;
  readonly nameEn: string;
}

/** The name in the language asked for; English when none is. */
export function nameIn(named: LocalizedName, locale: Locale | null | undefined): string {
  return locale === 'ZH' ? named.nameZh : named.nameEn;
}
