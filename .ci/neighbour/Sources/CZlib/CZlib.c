#include "CZlib.h"

int CZlib_marker(void) {
    return 1;
}
