/* A QR code for the page: Qr.size, its width in modules with the light border that readers need, and Qr.path, the dark
   ones as an SVG path. */
#include "account.h"

#include "page/page.h"

#include <qrencode.h>
#include <string.h>

enum { BORDER = 4 };

static const char *path_of(struct req *rq, const QRcode *code)
{
    struct buf path = buf_on(rq->arena);
    for (int y = 0; y < code->width; y++)
        for (int x = 0, n; x < code->width; x += n + 1) {
            const unsigned char *row = code->data + y * code->width;
            for (n = 0; x + n < code->width && row[x + n] & 1; n++)
                ;
            if (n)
                buf_addf(&path, "M%d %dh%dv1h-%dz", x + BORDER, y + BORDER, n, n);
        }
    return path.text;
}

struct err *qr_show(struct req *rq, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return ERR(rq->arena, ERR_INTERNAL, "internal", "QR code of %zu bytes cannot be made", strlen(text));
    page_num(rq, "Qr.size", code->width + 2 * BORDER);
    page_set(rq, "Qr.path", path_of(rq, code));
    QRcode_free(code);
    return NULL;
}
