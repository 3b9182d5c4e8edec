/** Who may use a route: anyone; a person who is signed in, be it as a guest; the seller of the lot in its path. */
export type Access = 'anyone' | 'guest' | 'seller';

/** Every HTTP route and who may use it. A route that is not in here answers nobody. */
export const httpAccess: Readonly<Record<string, Access>> = {
  'GET /healthz': 'anyone',
  'GET /api/openapi.json': 'anyone',
  'GET /api/docs': 'anyone',
  'GET /api/media': 'anyone',
  'GET /api/docs/{file}': 'anyone',

  'POST /api/guests': 'anyone',
  'GET /api/me': 'guest',
  'DELETE /api/me': 'anyone',
  'POST /api/session/refresh': 'anyone',
  'GET /api/sessions': 'guest',
  'DELETE /api/sessions': 'guest',
  'DELETE /api/sessions/{session}': 'guest',
  'GET /.well-known/jwks.json': 'anyone',

  'POST /api/lots': 'guest',
  'GET /api/lots': 'anyone',
  'GET /api/lots/{id}': 'anyone',
  'PATCH /api/lots/{id}': 'seller',
  'GET /api/lots/{id}/bids': 'anyone',
  'GET /api/lots/{id}/result': 'anyone',
  'GET /api/lots/{id}/mine': 'guest',
  'GET /api/lots/{id}/thumbnail': 'anyone',
  'POST /api/lots/{id}/thumbnail': 'seller',
  'POST /api/lots/{id}/schedule': 'seller',
  'POST /api/lots/{id}/open': 'seller',
  'POST /api/lots/{id}/pause': 'seller',
  'POST /api/lots/{id}/resume': 'seller',
  'POST /api/lots/{id}/extend': 'seller',
  'POST /api/lots/{id}/hammer': 'seller',
  'POST /api/lots/{id}/cancel': 'seller',
  'POST /api/lots/{id}/undo': 'seller',

  /** The page: its files, and its own addresses. */
  'GET /*': 'anyone',
};
