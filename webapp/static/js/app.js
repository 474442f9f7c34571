/* Everything a page may use. Each module looks for its own data attributes and leaves other pages alone. */
import { startHtmx } from './htmx_setup.js';
import { startAutosave } from './autosave.js';
import { startCounts } from './counts.js';
import { startDialogs } from './dialogs.js';
import { startFlashes } from './flashes.js';
import { startInbox } from './inbox.js';
import { startLeaveWarning } from './leave.js';
import { startMenus } from './menus.js';
import { startPreview } from './preview.js';
import { startRows } from './rows.js';
import { startShortcuts } from './shortcuts.js';
import { startTimes } from './times.js';

startHtmx();
startRows();
startAutosave();
startPreview();
startLeaveWarning();
startTimes();
startCounts();
startMenus();
startDialogs();
startFlashes();
startInbox();
startShortcuts();
