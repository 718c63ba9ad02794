#include "COpenSSL.h"

int COpenSSL_marker(void) {
    return 1;
}
