import google from './brands/google.svg';
import kakao from './brands/kakao.svg';
import naver from './brands/naver.svg';

const marks: Readonly<Record<string, string>> = { google, kakao, naver };

/** The mark of a provider as a file, or null if it has none here. */
export const brandMark = (provider: string): string | null => marks[provider] ?? null;
