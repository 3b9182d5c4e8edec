import type { WordList } from '../patterns.ts';
import { hatredEn, profanityEn } from './en.ts';
import { hatredKo, profanityKo } from './ko.ts';

/** The lists that ship with the service. An operator's own come in addition. */
export const houseLists: readonly WordList[] = [profanityEn, hatredEn, profanityKo, hatredKo];
