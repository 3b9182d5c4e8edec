import { render } from 'preact';
import './look/tokens.css';
import './look/base.css';
import './look/controls.css';
import './page/page.css';
import { App } from './app.tsx';
import { startRoom } from './connection/room.ts';
import { startRouting } from './routing/location.ts';
import { followOwnLanguage } from './session/own-language.ts';
import { tellSignInFailure } from './session/sign-in-failure.ts';

startRouting();
tellSignInFailure();
startRoom();
followOwnLanguage();

const page = document.getElementById('page');
if (page === null) throw new Error('index.html has no element for the page');
render(<App />, page);
