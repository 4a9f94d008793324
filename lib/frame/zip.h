/* What the script asks when a postal code was typed. An area with such fields has the row; then the program opens
   paths.zip_table, and without a table there is no button and no place is found. */
#ifndef MUSUBI_FRAME_ZIP_H
#define MUSUBI_FRAME_ZIP_H

#include "frame/route.h"

struct app;

/* GET /<area>/zip/:code: {"places":[{"pref":"13","text":"千代田区千代田"},…]}. */
handler zip_places;
#define ZIP_ROUTE(area, ROLES, FEATURES)                                                                               \
    {                                                                                                                  \
        GET, "/" area "/zip/:code", ROLES, .run = zip_places, .features = FEATURES                                     \
    }

/* app->zip, where the area has that row. */
void zip_load(struct app *app);

#endif
