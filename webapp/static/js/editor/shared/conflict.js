/* Somebody else saved first: nothing is overwritten, and nothing is thrown away unasked. */
import { openDialog } from './dialog.js';
import { make } from './elements.js';
import { say } from '../texts.js';

export function askAboutConflict({ copy, theirs }) {
  openDialog(say('conflict_title'), make('p', {}, say('conflict_text')), [
    {
      label: say('conflict_copy'),
      primary: true,
      onClick: () => {
        copy();
        theirs();
      },
    },
    { label: say('conflict_theirs'), onClick: theirs },
    { label: say('conflict_stay') },
  ]);
}
