// The board's small comforts for readers.  Everything works without them.
"use strict";
