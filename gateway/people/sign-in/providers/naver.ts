import { z } from 'zod';
import { type Strategy, subjectSchema } from '../provider.ts';

/** Plain OAuth 2. What may be asked for is set on Naver's side; who it is stands under `response`. */
export const naver: Strategy = {
  id: 'naver',
  name: 'Naver',
  issuer: 'https://nid.naver.com',
  scope: '',
  endpoints: {
    authorization: 'https://nid.naver.com/oauth2.0/authorize',
    token: 'https://nid.naver.com/oauth2.0/token',
    userInfo: 'https://openapi.naver.com/v1/nid/me',
  },
  profile: z
    .object({ response: z.object({ id: subjectSchema, nickname: z.string().optional().catch(undefined) }) })
    .transform(({ response }) => ({ subject: response.id, name: response.nickname })),
};
